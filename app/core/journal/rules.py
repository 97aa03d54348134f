"""What an entry of the journal is and how entries are chained; pure."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import orjson

from app.core.clock import to_text

Op = Literal["upsert", "delete", "reclassified", "merged_into", "decided"]

GENESIS = "0" * 64


@dataclass(frozen=True)
class Change:
    """A change that a command announces; the commit makes an entry of it.

    ``kind`` is an event in the past tense (``service_published``), ``version``
    the number of the subject after the change, ``digest`` the SHA-256 of its
    public document when it has one.
    """

    kind: str
    subject_type: str
    subject_id: str
    op: Op
    actor: str
    version: int = 0
    changed_fields: tuple[str, ...] = ()
    reason: str | None = None
    replaced_by: tuple[str, ...] = ()
    digest: str | None = None
    is_public: bool = True


@dataclass(frozen=True)
class Entry:
    """A change with its place in the chain; ``at`` never goes backwards."""

    seq: int
    at: datetime
    change: Change
    prev_hash: str
    hash: str

    @property
    def subject_type(self) -> str:
        """The kind of thing that changed, e.g. ``service``."""
        return self.change.subject_type

    @property
    def subject_id(self) -> str:
        """The public id of what changed."""
        return self.change.subject_id

    @property
    def op(self) -> Op:
        """What happened to it."""
        return self.change.op


def chain(seq: int, at: datetime, change: Change, prev_hash: str) -> Entry:
    """Give a change its number and its link to the entry before it."""
    return Entry(seq, at, change, prev_hash, _digest(seq, at, change, prev_hash))


def is_sound(entry: Entry, prev_hash: str) -> bool:
    """Tell whether an entry follows the one before it and was not altered."""
    expected = _digest(entry.seq, entry.at, entry.change, prev_hash)
    return entry.prev_hash == prev_hash and entry.hash == expected


def _digest(seq: int, at: datetime, change: Change, prev_hash: str) -> str:
    content = [
        prev_hash,
        seq,
        to_text(at),
        change.actor,
        change.kind,
        change.subject_type,
        change.subject_id,
        change.op,
        change.version,
        list(change.changed_fields),
        change.reason,
        list(change.replaced_by),
        change.digest,
        change.is_public,
    ]
    return hashlib.sha256(orjson.dumps(content)).hexdigest()
