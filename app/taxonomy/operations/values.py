"""The operations that change a scheme, as values; concepts are named by their ids. Pure.

Every operation carries the value it expects to find: what was meant for one state is
refused by another, never silently applied to it. ``None`` in ``old`` and ``new`` means
that there is no value; in place of a parent it means the top of the scheme.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from app.taxonomy.operations.links import AddMapping, Relate, RemoveMapping, Unrelate
from app.taxonomy.operations.moves import AddParent, Move, Parent, RemoveParent, Reorder
from app.taxonomy.operations.terms import (
    AddTerm,
    AddTermGroup,
    DropTermGroup,
    RemoveTerm,
    SetTermDirection,
)
from app.taxonomy.state import TextLists, Texts

__all__ = [
    "KINDS",
    "AddConcept",
    "AddLabel",
    "AddMapping",
    "AddParent",
    "AddTerm",
    "AddTermGroup",
    "Deprecate",
    "DropConcept",
    "DropTermGroup",
    "LabelKind",
    "Meaning",
    "Merge",
    "Move",
    "NoteKind",
    "Operation",
    "Parent",
    "PromoteLabel",
    "Relate",
    "RemoveLabel",
    "RemoveMapping",
    "RemoveParent",
    "RemoveTerm",
    "Reorder",
    "Restore",
    "Route",
    "Rule",
    "SetAssignable",
    "SetNotation",
    "SetNote",
    "SetPrefLabel",
    "SetSuccessors",
    "SetTermDirection",
    "Split",
    "Unrelate",
]

LabelKind: TypeAlias = Literal["alt", "hidden"]
NoteKind: TypeAlias = Literal["definition", "scopeNote"]
Meaning: TypeAlias = Literal["same", "narrower", "broader", "shifted"]
Route: TypeAlias = tuple[str, Parent]
"""A child and the parent that takes it in."""


@dataclass(frozen=True)
class Rule:
    """Proposes ``target`` for services of an entity, or whose text holds a keyword.

    A facet is named by its scheme and the notation of a concept in it.
    """

    target: str
    entity: str = ""
    keyword: str = ""
    facet: tuple[str, str] | None = None


@dataclass(frozen=True)
class AddConcept:
    """A new concept below its parents; without parents at the top."""

    op: ClassVar[str] = "add_concept"
    concept: str
    parents: tuple[str, ...]
    notation: str
    pref_label: Texts
    alt_label: TextLists = field(default_factory=dict)
    hidden_label: TextLists = field(default_factory=dict)
    definition: Texts = field(default_factory=dict)
    scope_note: Texts = field(default_factory=dict)
    is_assignable: bool = True


@dataclass(frozen=True)
class DropConcept:
    """Takes back a concept that was added since the last version."""

    op: ClassVar[str] = "drop_concept"
    concept: str


@dataclass(frozen=True)
class SetPrefLabel:
    """Another name in one language; the old one may stay as an alternative label."""

    op: ClassVar[str] = "set_pref_label"
    concept: str
    lang: str
    old: str | None
    new: str | None
    keep_old_as_alt: bool = False


@dataclass(frozen=True)
class AddLabel:
    """One more word under which the concept is found."""

    op: ClassVar[str] = "add_label"
    concept: str
    kind: LabelKind
    lang: str
    text: str


@dataclass(frozen=True)
class RemoveLabel:
    """One word less under which the concept is found."""

    op: ClassVar[str] = "remove_label"
    concept: str
    kind: LabelKind
    lang: str
    text: str


@dataclass(frozen=True)
class SetNote:
    """Another definition or scope note; ``meaning`` says what that does to the idea."""

    op: ClassVar[str] = "set_note"
    concept: str
    kind: NoteKind
    lang: str
    old: str | None
    new: str | None
    meaning: Meaning = "same"


@dataclass(frozen=True)
class SetNotation:
    """Another code; the old one stays a retired code of the same concept."""

    op: ClassVar[str] = "set_notation"
    concept: str
    old: str
    new: str


@dataclass(frozen=True)
class Merge:
    """Several concepts become one that is there.

    ``carried`` lists the labels (language, text) that the target gains, ``shared`` those
    that it has as well: they are said aloud, so that nothing is dropped in silence.
    """

    op: ClassVar[str] = "merge"
    sources: tuple[str, ...]
    target: str
    carried: tuple[tuple[str, str], ...]
    shared: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Split:
    """One concept becomes several; each service goes to one of them.

    ``rules`` propose, the owning entity decides, ``default`` takes what nobody has
    decided after ``deadline_days``. A source that is kept becomes non-assignable;
    ``was_assignable`` says what it was.
    """

    op: ClassVar[str] = "split"
    source: str
    targets: tuple[str, ...]
    default: str
    rules: tuple[Rule, ...] = ()
    deadline_days: int = 30
    keep_source: bool = False
    was_assignable: bool = True
    children: tuple[Route, ...] | None = None


@dataclass(frozen=True)
class Deprecate:
    """Retires a concept: for one exact successor, for a choice, or for nothing.

    ``old_consider`` are the concepts into which it was split when it was kept.
    """

    op: ClassVar[str] = "deprecate"
    concept: str
    replaced_by: str | None = None
    consider: tuple[str, ...] = ()
    old_consider: tuple[str, ...] = ()
    reason: Texts = field(default_factory=dict)
    children: tuple[Route, ...] | None = None


@dataclass(frozen=True)
class Restore:
    """Brings a retired concept back below parents; without any, to the top.

    ``old_successors`` are the concepts that replace it exactly, and those to choose from.
    """

    op: ClassVar[str] = "restore"
    concept: str
    parents: tuple[str, ...]
    old_successors: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


@dataclass(frozen=True)
class PromoteLabel:
    """A synonym of ``concept`` becomes a concept of its own, ``new``."""

    op: ClassVar[str] = "promote_label"
    concept: str
    lang: str
    text: str
    new: str
    parent: Parent
    notation: str
    pref_label: Texts


@dataclass(frozen=True)
class SetAssignable:
    """Whether services may be classified with the concept itself."""

    op: ClassVar[str] = "set_assignable"
    concept: str
    old: bool
    new: bool


@dataclass(frozen=True)
class SetSuccessors:
    """Other successors of a concept that was retired (or kept after a split)."""

    op: ClassVar[str] = "set_successors"
    concept: str
    old_replaced_by: tuple[str, ...]
    new_replaced_by: tuple[str, ...]
    old_consider: tuple[str, ...]
    new_consider: tuple[str, ...]


Operation: TypeAlias = (
    AddConcept
    | DropConcept
    | SetPrefLabel
    | AddLabel
    | RemoveLabel
    | SetNote
    | SetNotation
    | Move
    | AddParent
    | RemoveParent
    | Reorder
    | Merge
    | Split
    | Deprecate
    | Restore
    | PromoteLabel
    | Relate
    | Unrelate
    | AddMapping
    | RemoveMapping
    | SetAssignable
    | SetSuccessors
    | AddTermGroup
    | DropTermGroup
    | AddTerm
    | RemoveTerm
    | SetTermDirection
)

KINDS: Mapping[str, type[Operation]] = {kind.op: kind for kind in Operation.__args__}
"""Every kind of operation by its public name."""
