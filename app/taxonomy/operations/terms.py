"""The operations that change the lexicon, as values; groups are named by their ids. Pure."""

from dataclasses import dataclass
from typing import ClassVar

from app.taxonomy.lexicon.state import Direction, Domain, Register, Script, Term
from app.taxonomy.state import Texts


@dataclass(frozen=True)
class AddTermGroup:
    """A new group of terms for the same thing; the first explains the others."""

    op: ClassVar[str] = "add_term_group"
    group: str
    title: Texts
    domain: Domain
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class DropTermGroup:
    """Takes back a group that was added since the last version."""

    op: ClassVar[str] = "drop_term_group"
    group: str


@dataclass(frozen=True)
class AddTerm:
    """One more term of a group; one that was retired comes back."""

    op: ClassVar[str] = "add_term"
    group: str
    text: str
    lang: Script
    register: Register
    direction: Direction = "both"
    weight: float = 1.0


@dataclass(frozen=True)
class RemoveTerm:
    """Search no longer uses a term, which is as expected; one that was released stays, retired."""

    op: ClassVar[str] = "remove_term"
    group: str
    term: Term


@dataclass(frozen=True)
class SetTermDirection:
    """Whether the group's other terms find this one too."""

    op: ClassVar[str] = "set_term_direction"
    group: str
    text: str
    old: Direction
    new: Direction
