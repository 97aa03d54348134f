"""The operations that link concepts sideways, as values. Pure."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Relate:
    """Two concepts are about neighbouring things."""

    op: ClassVar[str] = "relate"
    a: str
    b: str


@dataclass(frozen=True)
class Unrelate:
    """Two concepts are no longer related."""

    op: ClassVar[str] = "unrelate"
    a: str
    b: str


@dataclass(frozen=True)
class AddMapping:
    """The concept corresponds to one of another scheme."""

    op: ClassVar[str] = "add_mapping"
    concept: str
    predicate: str
    target: str


@dataclass(frozen=True)
class RemoveMapping:
    """The concept no longer corresponds to one of another scheme."""

    op: ClassVar[str] = "remove_mapping"
    concept: str
    predicate: str
    target: str
