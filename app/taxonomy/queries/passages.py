"""From any version of a scheme to another: where concepts stand there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.taxonomy.corresponding import Comparison
from app.taxonomy.queries.correspondence import compare_all, compare_rows
from app.taxonomy.queries.standing import find_version_at
from app.taxonomy.queries.versions import version_row
from app.taxonomy.state import SchemeState
from app.taxonomy.succeeding import Fate


@dataclass(frozen=True)
class Passage:
    """A version, what earlier concepts have become in it, and what later ones were then."""

    version_id: int
    number: str
    is_latest: bool
    earlier: Comparison
    later: Comparison

    @property
    def state(self) -> SchemeState:
        """The concepts of the version."""
        return self.earlier.new

    def place(self, concept: str) -> str | None:
        """Say where a service stands that carries a concept; none if it had no place then."""
        for fate in (self.earlier.fate(concept), self.later.fate(concept)):
            found = _one_of(fate)
            if found is not None:
                return found
        return None

    def path(self, concept: str) -> tuple[str, ...]:
        """List the notations from the top to a concept."""
        climbed: list[str] = []
        while concept and len(climbed) < len(self.state.concepts):
            state = self.state.concepts[concept]
            climbed.append(state.notation)
            concept = state.broader[0] if state.broader else ""
        return tuple(reversed(climbed))


def open_passage(session: Session, scheme_id: str, version: str) -> Passage:
    """Open a version for reading services in it.

    Raises:
        SchemeNotFound: there is no such scheme.
        VersionNotFound: the scheme has no such version.

    """
    row = version_row(session, scheme_id, version)
    latest = version_row(session, scheme_id, "latest")
    return Passage(
        version_id=row.id,
        number=row.number,
        is_latest=row.id == latest.id,
        earlier=compare_all(session, row),
        later=compare_rows(session, latest, row),
    )


def find_present_codes(
    session: Session,
    scheme_id: str,
    concepts: list[str],
    *,
    version: str,
    is_deep: bool,
    as_of: datetime | None = None,
) -> list[str]:
    """List the codes at which services stand, today or then, that stood at concepts of a version.

    ``is_deep`` counts what stood below the concepts too.
    """
    row = version_row(session, scheme_id, version)
    shown = find_version_at(session, scheme_id, as_of) or version_row(session, scheme_id, "latest")
    comparison = compare_rows(session, row, shown)
    found: dict[str, None] = {}
    for concept in concepts:
        known = comparison.old.concepts.keys() | comparison.new.concepts.keys()
        if concept not in known:
            continue
        for one in _below(comparison.old, concept) if is_deep else (concept,):
            fate = comparison.fate(one)
            for target in fate.targets or ((fate.default,) if fate.default else ()):
                found[comparison.new.concepts[target].notation] = None
    return list(found)


def _below(state: SchemeState, concept: str) -> Iterator[str]:
    waiting, seen = [concept], {concept}
    while waiting:
        one = waiting.pop()
        yield one
        below = state.concepts[one].narrower if one in state.concepts else ()
        fresh = [key for key in below if key not in seen]
        seen.update(fresh)
        waiting.extend(fresh)


def _one_of(fate: Fate) -> str | None:
    return fate.default or next(iter(fate.targets), None)
