"""Shapes of operations on the lexicon as people send them; groups are named by id or ``ref``."""

from typing import Literal

from pydantic import Field

from app.core.schemas import LocalText, Schema
from app.taxonomy.concept_names import Ref
from app.taxonomy.lexicon.schemas import GroupName, TermSaid, TermText
from app.taxonomy.lexicon.state import Direction, Domain


class AddTermGroupIn(Schema):
    """A new group of the lexicon; ``ref`` names it for the other operations of the request."""

    op: Literal["add_term_group"]
    ref: Ref | None = None
    title: LocalText
    domain: Domain
    terms: list[TermSaid] = Field(min_length=2, max_length=100)


class AddTermIn(TermSaid):
    """One more term of a group."""

    op: Literal["add_term"]
    group: GroupName


class RemoveTermIn(Schema):
    """Search no longer uses a term of a group."""

    op: Literal["remove_term"]
    group: GroupName
    text: TermText


class SetTermDirectionIn(Schema):
    """Whether the group's other terms find this one too."""

    op: Literal["set_term_direction"]
    group: GroupName
    text: TermText
    old: Direction | None = None
    new: Direction
