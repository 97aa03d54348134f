"""How a concept went through the versions, and what differs between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.taxonomy.errors import ConceptNotFound
from app.taxonomy.operations import Refused, SchemeRules, open_draft
from app.taxonomy.operations.comparing import operations_between
from app.taxonomy.operations.wording import in_words
from app.taxonomy.queries.concepts import get_concept
from app.taxonomy.queries.versions import get_scheme, get_snapshot, list_versions, version_row
from app.taxonomy.schemas import ConceptOut
from app.taxonomy.state import ConceptState, SchemeState, in_tree_order, read_snapshot


@dataclass(frozen=True)
class Pair:
    """A concept in two versions; None where a version does not have it."""

    before: ConceptState | None
    after: ConceptState | None


@dataclass(frozen=True)
class Comparison:
    """Two versions: what lies between them in words, and each concept that differs."""

    older: str
    newer: str
    words: Sequence[dict[str, str]]
    pairs: Sequence[Pair]


def list_concept_states(session: Session, scheme: str, concept_id: str) -> list[ConceptOut]:
    """Read a concept in every version that has it, the newest first.

    Raises:
        SchemeNotFound: there is no such scheme.
        ConceptNotFound: no version has such a concept.

    """
    found = []
    for version in list_versions(session, scheme):
        try:
            found.append(get_concept(session, scheme, concept_id, version=version.version))
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
    before = read_snapshot(get_snapshot(session, scheme, older)[0])
    after = read_snapshot(get_snapshot(session, scheme, newer)[0])
    found = get_scheme(session, scheme)
    rules = SchemeRules(found.is_polyhierarchical, found.notation_pattern)
    return Comparison(
        version_row(session, scheme, older).number,
        version_row(session, scheme, newer).number,
        _words(before, after, rules),
        [pair for pair in _pairs(before, after) if _tells(pair)],
    )


def _words(before: SchemeState, after: SchemeState, rules: SchemeRules) -> Sequence[dict[str, str]]:
    """Say the operations between two states; nothing where no operations lead there."""
    try:
        operations = operations_between(open_draft(before, rules), after)
    except Refused:
        return ()
    known = {**before.concepts, **after.concepts}

    def name(concept: str) -> dict[str, str]:
        state = before.concepts.get(concept) or known[concept]
        return {code: f"{state.notation} {text}" for code, text in state.pref_label.items()}

    return [in_words(one, name) for one in operations]


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
