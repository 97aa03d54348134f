"""Every subscription gets every change it asks for, in order, whatever the receivers do."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.catalogue.queries.changes import list_changes
from app.core import journal
from app.core.access import Caller
from app.core.claiming import holding
from app.core.clock import now
from app.core.db import Database
from app.webhooks import commands, queries
from app.webhooks.delivering import Courier
from app.webhooks.models import Webhook, WebhookProgress
from app.webhooks.progress import MOST_KEPT
from app.webhooks.reading import Stretches
from app.webhooks.rules import PAUSES
from app.webhooks.schemas import (
    DeliveryOut,
    IssuedWebhook,
    ReplayIn,
    RotateIn,
    WebhookIn,
    WebhookOut,
    WebhookPatch,
)
from app.webhooks.sealing import Seal
from app.webhooks.sending import Sender
from tests.catalogue import world
from tests.reorganisation.orders import carry_out, merge
from tests.webhooks.receiver import answering, hanging, receiving, until

PEPPER = "a pepper of the tests, which is long enough"
SEAL = Seal(PEPPER.encode())
STAFF = Caller("key:staff", "key", frozenset({"admin"}))


@dataclass
class Post:
    """A catalogue with subscribers."""

    database: Database
    folder: Path

    def subscribe(self, url: str, **asked: object) -> IssuedWebhook:
        asked_in = WebhookIn.model_validate({"url": url, **asked})
        with self.database.write() as session:
            return commands.create_webhook(
                session, asked_in, caller=STAFF, seal=SEAL, allows_loopback=True
            )

    def publish(self, *ids: str, entity: str = "moi") -> None:
        with self.database.write() as session:
            world.publish(session, *(world.entry(one, entity=entity) for one in ids))

    def state(self, webhook_id: str) -> WebhookOut:
        with self.database.read() as session:
            return queries.get_webhook(session, webhook_id, STAFF)

    def tries(self, webhook_id: str) -> list[DeliveryOut]:
        with self.database.read() as session:
            page = queries.list_deliveries(session, webhook_id, STAFF, limit=200, cursor=None)
        return page.items[::-1]

    def head(self) -> int:
        with self.database.read() as session:
            return journal.head(session)

    def set_progress(self, webhook_id: str, **values: object) -> None:
        """Let time pass for a subscription."""
        with self.database.write_aside() as session:
            session.execute(
                update(WebhookProgress)
                .where(WebhookProgress.webhook_id == webhook_id)
                .values(**values)
            )

    @contextmanager
    def delivering(self, sender: Sender | None = None) -> Iterator[Courier]:
        courier = Courier(
            self.database,
            holding=partial(holding, self.database, self.folder, "webhooks"),
            find_seal=lambda: SEAL,
            sender=sender or Sender(allows_loopback=True, seconds=3),
        )
        self.database.on_commit(courier.wake)
        courier.start()
        try:
            yield courier
        finally:
            courier.stop()


@pytest.fixture
def post(database: Database, tmp_path: Path) -> Post:
    with database.write() as session:
        world.build(session)
    return Post(database, tmp_path)


def test_changes_arrive_in_order_signed_as_the_feed_shows_them(post: Post) -> None:
    with receiving() as receiver, post.delivering():
        issued = post.subscribe(receiver.url)
        before = post.head()
        post.publish("a", "b", "c")
        until(lambda: post.state(issued.id).seq == post.head())
        with post.database.read() as session:
            feed = list_changes(session, cursor=str(before), limit=100)

    got = [one.verified(issued.secret) for one in receiver.received]
    shown = [one.model_dump(mode="json", by_alias=True) for one in feed.items]
    assert [one["data"] for one in got] == shown
    assert [one["subject"]["id"] for one in shown] == ["a", "b", "c"]
    assert got[0]["type"] == "service_published"
    assert got[0]["timestamp"] == shown[0]["at"]
    assert len({one.id for one in receiver.received}) == 3
    assert [one.is_delivered for one in post.tries(issued.id)] == [True, True, True]


def test_a_webhook_begins_with_the_next_change(post: Post) -> None:
    post.publish("a")
    with receiving() as receiver, post.delivering():
        post.subscribe(receiver.url)
        post.publish("b")
        receiver.wait_for(1)
        time.sleep(0.1)

    assert [one.message["data"]["subject"]["id"] for one in receiver.received] == ["b"]


def test_only_what_was_asked_for_arrives(post: Post) -> None:
    with receiving() as services, receiving() as paci, receiving() as nothing, post.delivering():
        post.subscribe(services.url, types=["service"])
        post.subscribe(paci.url, entities=["paci"])
        quiet = post.subscribe(nothing.url, types=["legal-resource"], entities=["moi"])
        post.publish("m")
        post.publish("p", entity="paci")
        with post.database.write() as session:
            world.put_entity(session, "paci", title=world.text("Another name"))
            world.put_law(session, "law-2")
        services.wait_for(3)
        paci.wait_for(3)
        time.sleep(0.2)

    def subjects(received) -> list[str]:
        return [one.message["data"]["subject"]["id"] for one in received]

    assert subjects(services.received) == ["m", "p", "p"]
    assert subjects(paci.received) == ["p", "paci", "p"]
    assert nothing.received == []
    assert post.tries(quiet.id) == []


def test_what_is_not_public_is_never_sent(post: Post) -> None:
    with receiving() as receiver, post.delivering():
        issued = post.subscribe(receiver.url)
        with post.database.write() as session:
            world.commands.save_revisions(session, [world.entry("draft")], actor="test")
        with post.database.write() as session:
            commands.rotate_secret(session, issued.id, RotateIn(), caller=STAFF, seal=SEAL)
        post.publish("a")
        receiver.wait_for(1)

    assert [one.message["data"]["subject"]["id"] for one in receiver.received] == ["a"]
    assert b"draft" not in b"".join(one.body for one in receiver.received)


def test_a_failure_is_tried_again_after_a_pause_under_the_same_id(post: Post) -> None:
    with receiving(answering(500, 200)) as receiver, post.delivering() as courier:
        issued = post.subscribe(receiver.url)
        post.publish("a", "b")
        until(lambda: post.state(issued.id).failed_attempts == 1)
        failed = post.state(issued.id)
        assert failed.next_attempt_at is not None
        pause = failed.next_attempt_at - now()
        post.set_progress(issued.id, next_at=now())
        courier.wake()
        until(lambda: post.state(issued.id).seq == post.head())

    assert timedelta(seconds=3) < pause <= timedelta(seconds=5.6)
    first, second, third = receiver.received
    assert first.id == second.id != third.id
    assert second.verified(issued.secret)
    assert [(one.attempt, one.status) for one in post.tries(issued.id)] == [
        (1, 500),
        (2, 200),
        (1, 200),
    ]
    assert post.state(issued.id).failed_attempts == 0


def test_the_receiver_may_ask_for_a_longer_pause(post: Post) -> None:
    behaviour = answering(429, headers={"Retry-After": "3600"})
    with receiving(behaviour) as receiver, post.delivering():
        issued = post.subscribe(receiver.url)
        post.publish("a")
        until(lambda: post.state(issued.id).failed_attempts == 1)

    waits = post.state(issued.id).next_attempt_at
    assert waits is not None
    assert timedelta(minutes=59) < waits - now() <= timedelta(minutes=60)


def test_ten_failures_disable_a_webhook_and_say_why(post: Post) -> None:
    with receiving(answering(500)) as receiver, post.delivering() as courier:
        issued = post.subscribe(receiver.url)
        post.publish("a")
        for attempt in range(1, 10):
            until(lambda attempt=attempt: post.state(issued.id).failed_attempts == attempt)
            waits = post.state(issued.id).next_attempt_at
            assert waits is not None
            planned = PAUSES[attempt - 1]
            assert (
                planned * 0.9
                < waits - now() + timedelta(seconds=1)
                < planned * 1.1 + timedelta(seconds=2)
            )
            post.set_progress(issued.id, next_at=now())
            courier.wake()
        until(lambda: not post.state(issued.id).is_enabled)
        post.publish("b")
        time.sleep(0.2)

    given_up = post.state(issued.id)
    assert len({one.id for one in receiver.received}) == 1
    assert len(receiver.received) == 10
    assert given_up.disabled_reason == (
        "10 attempts have failed. The last: The receiver answered 500."
    )
    assert given_up.disabled_at is not None
    with post.database.read() as session:
        kinds = [one.change.kind for one in journal.entries(session, after=0, limit=500)]
        assert journal.find_broken_entry(session) is None
    assert "webhook_disabled" in kinds


def test_a_webhook_that_is_enabled_again_goes_on_where_it_stopped(post: Post) -> None:
    with receiving(answering(410, 200)) as receiver, post.delivering():
        issued = post.subscribe(receiver.url)
        post.publish("a")
        until(lambda: not post.state(issued.id).is_enabled)
        post.publish("b")
        assert post.state(issued.id).disabled_reason == "The receiver answered 410: it is gone."
        with post.database.write() as session:
            commands.change_webhook(
                session,
                issued.id,
                WebhookPatch.model_validate({"isEnabled": True}),
                caller=STAFF,
                allows_loopback=True,
            )
        receiver.wait_for(3)
        until(lambda: post.state(issued.id).seq == post.head())

    ids = [one.message["data"]["subject"]["id"] for one in receiver.received]
    assert ids == ["a", "a", "b"]
    assert post.state(issued.id).disabled_reason is None


def test_nothing_is_lost_when_the_process_ends(post: Post) -> None:
    with receiving() as receiver:
        with post.delivering():
            issued = post.subscribe(receiver.url)
            post.publish("a")
            receiver.wait_for(1)
        post.publish("b", "c")
        with post.delivering():
            receiver.wait_for(3)
            until(lambda: post.state(issued.id).seq == post.head())

    ids = [one.message["data"]["subject"]["id"] for one in receiver.received]
    assert ids == ["a", "b", "c"]


def test_a_process_that_dies_has_its_last_messages_sent_again_under_the_same_ids(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.webhooks import settling

    def dies(*_: object) -> None:
        raise SystemError("the process was killed before it could note anything")

    with receiving() as receiver:
        issued = post.subscribe(receiver.url)
        with monkeypatch.context() as patch, post.delivering():
            patch.setattr(settling, "settle", dies)
            post.publish("a", "b")
            receiver.wait_for(2)
        assert post.tries(issued.id) == []
        with post.delivering():
            receiver.wait_for(4)
            until(lambda: post.state(issued.id).seq == post.head())

    ids = [one.id for one in receiver.received]
    assert ids[:2] == ids[2:]


def test_what_cannot_be_noted_for_one_is_noted_for_the_others(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.webhooks import progress

    with receiving() as receiver:
        issued = [post.subscribe(receiver.url) for _ in range(20)]
        broken = issued[7].id
        whole = progress._move

        def fails(session: Session, row: WebhookProgress, *others: Any) -> None:
            if row.webhook_id == broken:
                raise SystemError("this one cannot be written")
            whole(session, row, *others)

        with monkeypatch.context() as patch, post.delivering():
            patch.setattr(progress, "_move", fails)
            post.publish("a")
            sound = [one.id for one in issued if one.id != broken]
            until(lambda: all(post.state(one).seq == post.head() for one in sound))

    assert post.state(broken).seq < post.head()
    assert post.tries(broken) == []


def test_what_cannot_be_read_for_one_is_read_for_the_others(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.webhooks import reading

    with receiving() as receiver:
        issued = [post.subscribe(f"{receiver.url}/{number}") for number in range(20)]
        broken, whole = issued[7].id, reading.target_of

        def fails(webhook: Webhook) -> reading.Target:
            if webhook.id == broken:
                raise SystemError("this one cannot be read")
            return whole(webhook)

        with monkeypatch.context() as patch, post.delivering():
            patch.setattr(reading, "target_of", fails)
            post.publish("a")
            sound = [one.id for one in issued if one.id != broken]
            until(lambda: all(post.state(one).seq == post.head() for one in sound))

    assert post.tries(broken) == []


def test_a_message_that_is_sent_again_shows_the_present_document(post: Post) -> None:
    with receiving() as receiver, post.delivering():
        issued = post.subscribe(receiver.url, types=["service"])
        start = post.head()
        post.publish("a")
        until(lambda: post.state(issued.id).seq == post.head())
        with post.database.write() as session:
            changed = world.entry("a", title={"ar": "رخصة أخرى"})
            world.publish(session, changed)
        until(lambda: post.state(issued.id).seq == post.head())
        with post.database.write() as session:
            commands.replay(session, issued.id, ReplayIn(seq=start), caller=STAFF)
        receiver.wait_for(4)

    first, second, again, last = [one.message["data"] for one in receiver.received]
    assert first["seq"] == again["seq"]
    assert first["object"] != second["object"]
    assert again["object"] == second["object"] == last["object"]


def test_a_slow_receiver_holds_nobody_up(post: Post) -> None:
    with receiving(hanging(6)) as slow, receiving() as fast, post.delivering():
        for _ in range(8):
            post.subscribe(slow.url)
        post.subscribe(fast.url)
        started = time.monotonic()
        for number in range(5):
            post.publish(f"s{number}")
        fast.wait_for(5)
        took = time.monotonic() - started

    assert took < 3
    assert fast.seqs == sorted(fast.seqs)


def test_of_two_processes_one_delivers(post: Post) -> None:
    with receiving() as receiver, post.delivering(), post.delivering():
        post.subscribe(receiver.url)
        for number in range(10):
            post.publish(f"s{number}")
        receiver.wait_for(10)
        time.sleep(0.2)

    assert len(receiver.received) == 10
    assert receiver.seqs == sorted(receiver.seqs)


def test_another_process_takes_over(post: Post) -> None:
    with receiving() as receiver, post.delivering() as first, post.delivering():
        post.subscribe(receiver.url)
        post.publish("a")
        receiver.wait_for(1)
        first.stop()
        post.publish("b")
        receiver.wait_for(2)

    assert [one.message["data"]["subject"]["id"] for one in receiver.received] == ["a", "b"]


def test_whoever_has_lost_the_turn_begins_no_further_message(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.webhooks import serving

    monkeypatch.setattr(serving, "_BATCH_SECONDS", 60)
    has_turn = threading.Event()
    has_turn.set()

    @contextmanager
    def turn() -> Iterator[Callable[[], bool]]:
        yield has_turn.is_set

    sender = Sender(allows_loopback=True, seconds=3)
    courier = Courier(post.database, holding=turn, find_seal=lambda: SEAL, sender=sender)
    with receiving(hanging(0.1)) as receiver:
        post.subscribe(receiver.url)
        post.publish(*(f"s{number}" for number in range(20)))
        courier.start()
        receiver.wait_for(2)
        has_turn.clear()
        time.sleep(3)
        courier.stop()

    assert len(receiver.received) < 15


def test_a_replay_sends_again_under_the_same_ids(post: Post) -> None:
    with receiving() as receiver, post.delivering():
        issued = post.subscribe(receiver.url, types=["service"])
        start = post.head()
        post.publish("a", "b")
        receiver.wait_for(2)
        until(lambda: post.state(issued.id).seq == post.head())
        with post.database.write() as session:
            commands.replay(session, issued.id, ReplayIn(seq=start), caller=STAFF)
        receiver.wait_for(4)

    ids = [one.id for one in receiver.received]
    assert ids[:2] == ids[2:]


def test_both_secrets_are_good_until_the_overlap_ends(post: Post) -> None:
    with receiving() as receiver, post.delivering():
        issued = post.subscribe(receiver.url)
        with post.database.write() as session:
            rotated = commands.rotate_secret(
                session, issued.id, RotateIn(), caller=STAFF, seal=SEAL
            )
        post.publish("a")
        receiver.wait_for(1)
        with post.database.write() as session:
            last = commands.rotate_secret(
                session, issued.id, RotateIn(overlap_seconds=0), caller=STAFF, seal=SEAL
            )
        post.publish("b")
        receiver.wait_for(2)

    first, second = receiver.received
    assert first.verified(issued.secret) == first.verified(rotated.secret)
    assert second.verified(last.secret)
    assert len(second.headers["webhook-signature"].split(" ")) == 1


def test_a_deleted_webhook_gets_nothing_more(post: Post) -> None:
    with receiving() as receiver, post.delivering():
        issued = post.subscribe(receiver.url)
        post.publish("a")
        receiver.wait_for(1)
        with post.database.write() as session:
            commands.delete_webhook(session, issued.id, caller=STAFF)
        post.publish("b")
        time.sleep(0.2)

    assert len(receiver.received) == 1


def test_a_private_address_is_a_failure_that_is_told(post: Post) -> None:
    with receiving() as receiver, post.delivering(Sender(allows_loopback=False)):
        issued = post.subscribe(receiver.url)
        post.publish("a")
        until(lambda: post.state(issued.id).failed_attempts == 1)

    assert post.tries(issued.id)[0].error == "The host leads to an address that is not public."
    assert receiver.received == []


def test_the_log_keeps_the_newest(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.webhooks import progress

    assert MOST_KEPT == 1000
    monkeypatch.setattr(progress, "MOST_KEPT", 3)
    with receiving() as receiver, post.delivering():
        issued = post.subscribe(receiver.url)
        post.publish("a", "b", "c", "d", "e")
        receiver.wait_for(5)
        until(lambda: post.state(issued.id).seq == post.head())

    assert [one.number for one in post.tries(issued.id)] == [3, 4, 5]


def test_kept_answers_stay_when_a_delivery_is_noted(post: Post) -> None:
    with receiving() as receiver, post.delivering():
        issued = post.subscribe(receiver.url)
        commits: list[int] = []
        post.publish("a")
        post.database.on_commit(lambda: commits.append(1))
        until(lambda: post.state(issued.id).seq == post.head())

    assert commits == []


def test_a_filter_by_an_entity_that_is_no_more_stands_for_its_successor(post: Post) -> None:
    webhook = post.subscribe("https://hooks.example.kw/a", entities=["moi"])
    carry_out(post.database, merge("moi", "paci"))
    post.publish("p", entity="paci")

    with post.database.read() as session:
        found = Stretches().find(session, {webhook.id: webhook.seq}, limit=9)

    stretch = found[webhook.id]
    assert [(one.change.kind, one.subject_id) for one in stretch.entries] == [
        ("entity_merged", "moi"), ("service_published", "p"),
    ]  # fmt: skip
