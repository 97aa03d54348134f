"""The operations that say where concepts stand, as values. Pure."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

Parent: TypeAlias = str | None


@dataclass(frozen=True)
class Move:
    """From one parent to another."""

    op: ClassVar[str] = "move"
    concept: str
    source: Parent
    target: Parent


@dataclass(frozen=True)
class AddParent:
    """One more parent; ``old`` (the parents there are) is needed where it becomes the first."""

    op: ClassVar[str] = "add_parent"
    concept: str
    parent: str
    is_first: bool = False
    old: tuple[str, ...] | None = None


@dataclass(frozen=True)
class RemoveParent:
    """One parent less; ``old`` lists the parents that are there."""

    op: ClassVar[str] = "remove_parent"
    concept: str
    parent: str
    old: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Reorder:
    """The children of a parent, or the top concepts, in another order."""

    op: ClassVar[str] = "reorder"
    parent: Parent
    old: tuple[str, ...]
    new: tuple[str, ...]
