"""How a concept went through the versions, and what differs between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.taxonomy.errors import ConceptNotFound
from app.taxonomy.queries.concepts import get_concept
from app.taxonomy.queries.differences import Difference, get_difference
from app.taxonomy.queries.versions import get_scheme, list_versions
from app.taxonomy.schemas import ConceptOut
from app.taxonomy.state import ConceptState, SchemeState, in_tree_order


@dataclass(frozen=True)
class Pair:
    """A concept in two versions; None where a version does not have it."""

    before: ConceptState | None
    after: ConceptState | None


@dataclass(frozen=True)
class Comparison:
    """Two versions: the operations between them, and each concept that differs."""

    difference: Difference
    pairs: Sequence[Pair]


def list_concept_states(session: Session, scheme: str, concept_id: str) -> list[ConceptOut]:
    """Read a concept in every version that has it: releases, newest first, then candidates.

    Raises:
        SchemeNotFound: there is no such scheme.
        ConceptNotFound: no version has such a concept.

    """
    releases = get_scheme(session, scheme).versions
    numbers = [one.version for one in list_versions(session, scheme)]
    found = []
    for version in (*releases, *(one for one in numbers if one not in releases)):
        try:
            found.append(get_concept(session, scheme, concept_id, version=version))
        except ConceptNotFound:
            continue
    if not found:
        raise ConceptNotFound(f"There is no concept '{concept_id}' in {scheme}.")
    return found


def compare_versions(session: Session, scheme: str, older: str, newer: str) -> Comparison:
    """Compare two versions of a scheme, concept by concept in the order of the newer tree.

    Raises:
        SchemeNotFound: there is no such scheme.
        VersionNotFound: the scheme has no such version.

    """
    found = get_difference(session, scheme, old=older, new=newer)
    return Comparison(found, [pair for pair in _pairs(*found.states) if _tells(pair)])


def _pairs(before: SchemeState, after: SchemeState) -> list[Pair]:
    order = [concept.id for _, concept in in_tree_order(after)]
    order += [key for key in after.concepts if key not in set(order)]
    order += [key for key in before.concepts if key not in after.concepts]
    return [Pair(before.concepts.get(key), after.concepts.get(key)) for key in order]


def _tells(pair: Pair) -> bool:
    """Tell whether the concept itself differs; that its children do is told at them."""
    if pair.before is None or pair.after is None:
        return True
    names = ("notation", "pref_label", "alt_label", "definition", "scope_note", "status",
             "is_assignable", "broader", "replaced_by")  # fmt: skip
    return any(getattr(pair.before, one) != getattr(pair.after, one) for one in names)
