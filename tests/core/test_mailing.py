"""Mail: what a message looks like, and what becomes of it at a server."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from app.core.mailing import FileMailer, Mail, SmtpMailer, Undeliverable, Undelivered, as_bytes

SENDER = "dalil@dalil.example"
MAIL = Mail("no_1", "a@moi.example", "دعوة إلى ورشة", "نص الدعوة\nAn invitation", "<p>دعوة</p>")


@contextmanager
def mail_server(*answers: str) -> Iterator[tuple[str, list[str]]]:
    """Answer one connection line by line; gives the URL and what was heard."""
    heard: list[str] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listening.accept()
        with connection, connection.makefile("rwb") as stream:
            for answer in answers:
                stream.write(answer.encode() + b"\r\n")
                stream.flush()
                if answer.startswith("354"):
                    while (line := stream.readline()) not in (b".\r\n", b""):
                        heard.append(line.decode())
                    continue
                heard.append(stream.readline().decode().strip())

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"smtp://127.0.0.1:{listening.getsockname()[1]}", heard
    thread.join(timeout=10)
    listening.close()


def test_a_message_has_both_forms_and_says_that_a_machine_wrote_it() -> None:
    message = message_from_bytes(as_bytes(MAIL, SENDER), policy=default)

    assert message["Subject"] == "دعوة إلى ورشة"
    assert message["To"] == "a@moi.example"
    assert message["Message-ID"] == "<no_1@dalil.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert plain.get_content() == "نص الدعوة\r\nAn invitation\r\n"
    assert rich.get_content() == "<p>دعوة</p>\r\n"


@pytest.mark.parametrize("subject", ["a\r\nBcc: x@y", "a\nBcc: x@y", "a\u2028Bcc: x@y", "a\x00b"])
def test_no_title_begins_a_header_of_its_own(subject: str) -> None:
    mail = Mail("no_1", "a@moi.example", subject, "x", "x")
    message = message_from_bytes(as_bytes(mail, SENDER), policy=default)

    assert message["Bcc"] is None
    assert "\n" not in message["Subject"]


@pytest.mark.parametrize("address", ["a@b\r\nBcc: c@d", "a@b,c@d", "no-address", "a b@c", "<a@b"])
def test_what_is_no_address_is_not_sent(address: str) -> None:
    with pytest.raises(Undeliverable):
        as_bytes(Mail("no_1", address, "x", "x", "x"), SENDER)


def test_the_same_message_is_one_file(tmp_path: Path) -> None:
    mailer = FileMailer(tmp_path / "mail", SENDER)
    mailer.send(MAIL)
    mailer.send(MAIL)

    assert [one.name for one in (tmp_path / "mail").iterdir()] == ["no_1.eml"]


def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("in the way")

    with pytest.raises(Undelivered):
        FileMailer(tmp_path / "mail", SENDER).send(MAIL)


def test_a_server_takes_a_message() -> None:
    answers = ("220 hello", "250 ok", "250 ok", "250 ok", "354 go on", "250 taken", "221 bye")
    with mail_server(*answers) as (url, heard):
        SmtpMailer(url, SENDER).send(MAIL)

    assert heard[1].startswith("mail FROM:<dalil@dalil.example>")
    assert heard[2] == "rcpt TO:<a@moi.example>"
    assert any(line.startswith("Message-ID: <no_1@dalil.example>") for line in heard)


@pytest.mark.parametrize(
    ("answer", "expected"), [("450 later", Undelivered), ("550 no such mailbox", Undeliverable)]
)
def test_a_refusal_is_for_now_or_for_good(answer: str, expected: type[Exception]) -> None:
    answers = ("220 hello", "250 ok", "250 ok", answer, "250 ok", "221 bye")
    with mail_server(*answers) as (url, _), pytest.raises(expected, match=answer):
        SmtpMailer(url, SENDER).send(MAIL)


def test_a_server_that_is_away_is_tried_again() -> None:
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()

    with pytest.raises(Undelivered):
        SmtpMailer(f"smtp://127.0.0.1:{port}", SENDER).send(MAIL)
