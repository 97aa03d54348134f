"""Reading what subscriptions are to be sent; those that ask for the same have it read once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.queries.changes import shown_changes
from app.catalogue.queries.owners import find_services_of
from app.core import journal
from app.entities.queries import find_successors
from app.webhooks.models import Webhook
from app.webhooks.queries import kept_secrets
from app.webhooks.rules import message_id
from app.webhooks.schemas import Message

_SCANNED = 200
_MOST_REMEMBERED = 64
_Asked = tuple[int, int, tuple[str, ...], tuple[str, ...]]
"""Where to begin, how many, and of which types and entities."""
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Target:
    """Where messages go, and the sealed secrets that sign them."""

    webhook_id: str
    url: str
    secrets: tuple[str, ...]


@dataclass(frozen=True)
class Outgoing:
    """A message that is ready to be signed; ``seq`` is None for a test."""

    id: str
    body: bytes
    seq: int | None


@dataclass(frozen=True)
class Stretch:
    """Entries that a subscription asks for, up to the entry ``seq``, which has been looked at.

    ``first`` is the message of the first entry: most often there is no other.
    """

    target: Target
    entries: tuple[journal.Entry, ...]
    seq: int
    first: Outgoing | None


@dataclass(frozen=True)
class _Remembered:
    """What was read while the journal ended with ``head``: until it moves, it stays true."""

    head: int
    stretches: dict[_Asked, tuple[Sequence[journal.Entry], int]] = field(default_factory=dict)
    bodies: dict[int, bytes] = field(default_factory=dict)


class Stretches:
    """Reads the next entries of subscriptions and their messages; threads may share it."""

    def __init__(self) -> None:
        self._remembered = _Remembered(-1)

    def find(
        self, session: Session, places: Mapping[str, int], *, limit: int
    ) -> dict[str, Stretch]:
        """Read the next entries that subscriptions ask for, each after the entry of its place.

        Those that are to get nothing are left out.
        """
        known = self._at_present(session)
        chosen = select(Webhook).where(
            Webhook.id.in_(places), Webhook.is_enabled, Webhook.deleted_at.is_(None)
        )
        return {
            one.id: self._stretch(session, known, one, places[one.id], limit)
            for one in session.scalars(chosen)
        }

    def _stretch(
        self, session: Session, known: _Remembered, webhook: Webhook, after: int, limit: int
    ) -> Stretch:
        asked = after, limit, tuple(webhook.types), tuple(webhook.entities)
        entries, last = _once(known.stretches, asked, lambda: _read(session, asked, known.head))
        first = self._message(session, known, webhook.id, entries[0]) if entries else None
        return Stretch(target_of(webhook), tuple(entries), last, first)

    def message(self, session: Session, *, webhook_id: str, entry: journal.Entry) -> Outgoing:
        """Write the message of an entry, with the present document of its subject."""
        return self._message(session, self._at_present(session), webhook_id, entry)

    def _message(
        self, session: Session, known: _Remembered, webhook_id: str, entry: journal.Entry
    ) -> Outgoing:
        body = _once(known.bodies, entry.seq, lambda: _body(session, entry))
        return Outgoing(message_id(webhook_id, entry.seq, entry.hash), body, entry.seq)

    def _at_present(self, session: Session) -> _Remembered:
        head, known = journal.head(session), self._remembered
        if known.head != head:
            self._remembered = known = _Remembered(head)
        return known


def target_of(webhook: Webhook) -> Target:
    """Tell where a subscription's messages go."""
    return Target(webhook.id, webhook.url, tuple(kept_secrets(webhook)))


def _once(known: dict[_Key, _Value], key: _Key, read: Callable[[], _Value]) -> _Value:
    found = known.get(key)
    if found is None:
        if len(known) >= _MOST_REMEMBERED:
            known.clear()
        found = known[key] = read()
    return found


def _body(session: Session, entry: journal.Entry) -> bytes:
    (change,) = shown_changes(session, [entry])
    message = Message(type=change.kind, timestamp=change.at, data=change)
    return message.model_dump_json(by_alias=True).encode()


def _read(session: Session, asked: _Asked, head: int) -> tuple[Sequence[journal.Entry], int]:
    after, limit, types, entities = asked
    found = journal.entries(
        session, after=after, limit=_SCANNED, subject_types=types, is_public=True
    )
    chosen = list(_chosen(session, found, entities))
    if len(chosen) > limit:
        return chosen[:limit], chosen[limit - 1].seq
    return chosen, found[-1].seq if len(found) == _SCANNED else head


def _chosen(
    session: Session, found: Sequence[journal.Entry], entities: Sequence[str]
) -> Iterable[journal.Entry]:
    if not entities:
        return found
    ids = {one.subject_id for one in found if one.subject_type == "service"}
    # What was asked for goes on under those that stand in its place now.
    gone = find_successors(session, entities)
    standing = {*entities, *(one for each in gone.values() for one in each)}
    wanted = {("entity", one) for one in standing}
    wanted |= {("service", one) for one in find_services_of(session, ids, standing)}
    return [one for one in found if (one.subject_type, one.subject_id) in wanted]
