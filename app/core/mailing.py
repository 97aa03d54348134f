"""Sending mail: one port with two adapters, files in a folder and an SMTP server.

Whatever stands in a header is one line of plain text, so that no title or name can begin
a header of its own.
"""

import os
import re
import smtplib
import ssl
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from app.core.clock import now

_TIMEOUT_SECONDS = 20
_LONGEST_SUBJECT = 200
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


@dataclass(frozen=True)
class Mail:
    """A message to one address; ``id`` is the same when it is sent again."""

    id: str
    to: str
    subject: str
    text: str
    html: str


class Undelivered(Exception):
    """The message could not be handed over now; it may be tried again."""


class Undeliverable(Exception):
    """The message will never be taken: the address or the message is refused."""


class Mailer(Protocol):
    """Hands messages over."""

    def send(self, mail: Mail) -> None:
        """Hand over one message.

        Raises:
            Undelivered: it may be tried again.
            Undeliverable: trying again is no use.

        """
        ...


class FileMailer:
    """Writes each message as an ``.eml`` file; the same message is one file."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    def send(self, mail: Mail) -> None:
        """Write one message, whole or not at all."""
        body = as_bytes(mail, self._sender)
        path = self._folder / f"{mail.id}.eml"
        partial = path.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(body)
            os.replace(partial, path)
        except OSError as fault:
            raise Undelivered(str(fault)) from None


class SmtpMailer:
    """Hands messages to a server: ``smtp://``, ``smtps://`` or ``smtp+starttls://``."""

    def __init__(self, url: str, sender: str) -> None:
        self._url = urlsplit(url)
        self._sender = sender

    def send(self, mail: Mail) -> None:
        """Hand over one message in a connection of its own."""
        body = as_bytes(mail, self._sender)
        try:
            with _connected(self._url) as server:
                server.sendmail(self._sender, [mail.to], body)
        except smtplib.SMTPRecipientsRefused as fault:
            raise _refused(*fault.recipients[mail.to]) from None
        except smtplib.SMTPDataError as fault:
            raise _refused(fault.smtp_code, fault.smtp_error) from None
        except (OSError, smtplib.SMTPException) as fault:
            raise Undelivered(f"{type(fault).__name__}: {fault}"[:300]) from None


def as_bytes(mail: Mail, sender: str) -> bytes:
    """Write a message as it travels (RFC 5322), in plain text and HTML.

    Raises:
        Undeliverable: the address cannot be one.

    """
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address(addr_spec=sender)
        message["To"] = Address(addr_spec=mail.to)
        message["Subject"] = one_line(mail.subject)[:_LONGEST_SUBJECT]
        message["Date"] = now()
        message["Message-ID"] = f"<{mail.id}@{sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text, cte="base64")
        message.add_alternative(mail.html, subtype="html", cte="base64")
        return message.as_bytes()
    except (ValueError, IndexError, MessageError) as fault:
        raise Undeliverable(str(fault)[:300]) from None


def one_line(text: str) -> str:
    """Write a text as one line without anything unseen."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def _connected(url: SplitResult) -> smtplib.SMTP:
    host, port = url.hostname or "localhost", url.port
    if url.scheme == "smtps":
        secure = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port or 465, timeout=_TIMEOUT_SECONDS, context=secure
        )
    else:
        server = smtplib.SMTP(host, port or 25, timeout=_TIMEOUT_SECONDS)
    try:
        if url.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _refused(status: int, answer: bytes | str) -> Exception:
    said = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    detail = one_line(f"{status} {said}")[:300]
    # RFC 5321, section 4.2.1: 4yz may be tried again, 5yz not.
    return Undeliverable(detail) if status >= 500 else Undelivered(detail)
