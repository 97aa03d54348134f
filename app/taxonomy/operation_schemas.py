"""Shapes of operations as people send them; concepts are named by id, notation or ``ref``."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from app.core.languages import Language
from app.core.schemas import Code, Flag, Line, LocalText, Paragraph, Schema
from app.taxonomy.concept_names import (
    MOST_CHILDREN,
    MOST_CONCEPTS,
    ConceptName,
    Names,
    Place,
    Ref,
    Routes,
    RuleIn,
)
from app.taxonomy.schemas import LabelLists
from app.taxonomy.term_schemas import AddTermGroupIn, AddTermIn, RemoveTermIn, SetTermDirectionIn

Predicate = Literal["exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"]
_UNSAFE = frozenset(("blob", "data", "file", "javascript", "vbscript"))
"""What begins like this names nothing, and does something in a browser that follows it."""


def _names_something(address: str) -> str:
    if address.partition(":")[0] in _UNSAFE:
        raise ValueError("names no concept elsewhere")
    return address


Uri = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9+.-]*:[^\s<>\x22]{1,1990}$"),
    AfterValidator(_names_something),
]
MOST_OPERATIONS = 2_000
"""Operations of one change request at most."""


class AddConceptIn(Schema):
    """A new concept; ``ref`` names it for the other operations of the request."""

    op: Literal["add_concept"]
    ref: Ref | None = None
    parents: list[ConceptName] = Field(default_factory=list, max_length=20)
    notation: Code
    pref_label: LocalText
    alt_label: LabelLists = Field(default_factory=LabelLists)
    hidden_label: LabelLists = Field(default_factory=LabelLists)
    definition: LocalText | None = None
    scope_note: LocalText | None = None
    is_assignable: Flag = True


class SetPrefLabelIn(Schema):
    """Another name in one language."""

    op: Literal["set_pref_label"]
    concept: ConceptName
    lang: Language
    old: Line | None = None
    new: Line | None = None
    keep_old_as_alt: Flag = False


class AddLabelIn(Schema):
    """One more word under which the concept is found."""

    op: Literal["add_label"]
    concept: ConceptName
    kind: Literal["alt", "hidden"]
    lang: Language
    text: Line


class RemoveLabelIn(Schema):
    """One word less under which the concept is found."""

    op: Literal["remove_label"]
    concept: ConceptName
    kind: Literal["alt", "hidden"]
    lang: Language
    text: Line


class SetNoteIn(Schema):
    """Another definition or scope note; ``meaning`` says what that does to the idea."""

    op: Literal["set_note"]
    concept: ConceptName
    kind: Literal["definition", "scopeNote"]
    lang: Language
    old: Paragraph | None = None
    new: Paragraph | None = None
    meaning: Literal["same", "narrower", "broader", "shifted"] = "same"


class SetNotationIn(Schema):
    """Another code; the old one stays a retired code of the same concept."""

    op: Literal["set_notation"]
    concept: ConceptName
    old: Code
    new: Code


class MoveIn(Schema):
    """From one parent to another; null is the top of the scheme."""

    op: Literal["move"]
    concept: ConceptName
    source: Place = Field(default=None, alias="from")
    target: Place = Field(default=None, alias="to")


class AddParentIn(Schema):
    """One more parent, in a scheme that allows several."""

    op: Literal["add_parent"]
    concept: ConceptName
    parent: ConceptName
    is_first: Flag = False
    old: list[ConceptName] | None = Field(default=None, max_length=20)


class RemoveParentIn(Schema):
    """One parent less, in a scheme that allows several."""

    op: Literal["remove_parent"]
    concept: ConceptName
    parent: ConceptName
    old: list[ConceptName] | None = Field(default=None, max_length=20)


class ReorderIn(Schema):
    """The children of a parent (null: the top concepts) in another order."""

    op: Literal["reorder"]
    parent: Place = None
    old: list[ConceptName] | None = Field(default=None, max_length=MOST_CHILDREN)
    new: list[ConceptName] = Field(min_length=1, max_length=MOST_CHILDREN)


class MergeIn(Schema):
    """Several concepts become one that is there.

    ``carried`` lists the labels that the target gains, ``shared`` those that it has as
    well; left out, both are filled in.
    """

    op: Literal["merge"]
    sources: Names
    target: ConceptName
    carried: list[tuple[Language, Line]] | None = Field(default=None, max_length=2_000)
    shared: list[tuple[Language, Line]] | None = Field(default=None, max_length=2_000)


class SplitIn(Schema):
    """One concept becomes several; the owning entities choose, the default takes the rest."""

    op: Literal["split"]
    source: ConceptName
    targets: Names
    default: ConceptName | None = None
    rules: list[RuleIn] = Field(default_factory=list, max_length=200)
    deadline_days: Annotated[int, Field(ge=1, le=3650, strict=True)] = 30
    keep_source: Flag = False
    children: Routes | None = None


class DeprecateIn(Schema):
    """Retires a concept: for one exact successor, for a choice, or for nothing."""

    op: Literal["deprecate"]
    concept: ConceptName
    replaced_by: ConceptName | None = None
    consider: list[ConceptName] = Field(default_factory=list, max_length=MOST_CONCEPTS)
    reason: LocalText | None = None
    children: Routes | None = None


class RestoreIn(Schema):
    """Brings a retired concept back below parents; with none, to the top."""

    op: Literal["restore"]
    concept: ConceptName
    parents: list[ConceptName] = Field(max_length=20)


class PromoteLabelIn(Schema):
    """A synonym becomes a concept of its own."""

    op: Literal["promote_label"]
    concept: ConceptName
    lang: Language
    text: Line
    ref: Ref | None = None
    parent: Place = None
    notation: Code
    pref_label: LocalText


class RelateIn(Schema):
    """Two concepts are about neighbouring things."""

    op: Literal["relate"]
    a: ConceptName
    b: ConceptName


class UnrelateIn(Schema):
    """Two concepts are no longer related."""

    op: Literal["unrelate"]
    a: ConceptName
    b: ConceptName


class AddMappingIn(Schema):
    """The concept corresponds to one of another scheme."""

    op: Literal["add_mapping"]
    concept: ConceptName
    predicate: Predicate
    target: Uri


class RemoveMappingIn(Schema):
    """The concept no longer corresponds to one of another scheme."""

    op: Literal["remove_mapping"]
    concept: ConceptName
    predicate: Predicate
    target: Uri


class SetAssignableIn(Schema):
    """Whether services may be classified with the concept itself."""

    op: Literal["set_assignable"]
    concept: ConceptName
    old: Flag
    new: Flag


class SetSuccessorsIn(Schema):
    """Other successors of a concept that was retired."""

    op: Literal["set_successors"]
    concept: ConceptName
    old_replaced_by: list[ConceptName] | None = Field(default=None, max_length=MOST_CONCEPTS)
    new_replaced_by: list[ConceptName] = Field(default_factory=list, max_length=1)
    old_consider: list[ConceptName] | None = Field(default=None, max_length=MOST_CONCEPTS)
    new_consider: list[ConceptName] = Field(default_factory=list, max_length=MOST_CONCEPTS)


OperationIn = Annotated[
    AddConceptIn
    | SetPrefLabelIn
    | AddLabelIn
    | RemoveLabelIn
    | SetNoteIn
    | SetNotationIn
    | MoveIn
    | AddParentIn
    | RemoveParentIn
    | ReorderIn
    | MergeIn
    | SplitIn
    | DeprecateIn
    | RestoreIn
    | PromoteLabelIn
    | RelateIn
    | UnrelateIn
    | AddMappingIn
    | RemoveMappingIn
    | SetAssignableIn
    | SetSuccessorsIn
    | AddTermGroupIn
    | AddTermIn
    | RemoveTermIn
    | SetTermDirectionIn,
    Field(discriminator="op"),
]
"""An operation on a scheme as it is sent in."""
Operations = Annotated[list[OperationIn], Field(min_length=1, max_length=MOST_OPERATIONS)]
