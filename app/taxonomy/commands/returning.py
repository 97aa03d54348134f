"""The way back from a version to the one before it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.taxonomy.errors import DraftNotEmpty, NothingToRelease
from app.taxonomy.models import ConceptSuccession, SchemeVersion
from app.taxonomy.operations.comparing import operations_between
from app.taxonomy.operations.values import Operation
from app.taxonomy.queries.drafts import get_draft
from app.taxonomy.state import SchemeState, read_snapshot


@dataclass(frozen=True)
class Undone:
    """The version that is taken back."""

    version_id: int
    number: str


def operations_back(session: Session, scheme_id: str) -> tuple[list[Operation], Undone]:
    """Find the operations that lead from the latest version to the one before.

    Raises:
        SchemeNotFound: there is no such scheme.
        NothingToRelease: there is no version before.
        DraftNotEmpty: something was enacted since the latest version.

    """
    opened = get_draft(session, scheme_id)
    if opened.requests:
        raise DraftNotEmpty(f"Release or withdraw what was enacted since {opened.version} first.")
    latest, *earlier = _versions(session, scheme_id)
    if not earlier:
        raise NothingToRelease(f"There is no version of '{scheme_id}' before {latest.number}.")
    goal = read_snapshot(earlier[0].snapshot)
    retired = _retired(opened.start.state, goal, _heirs(session, latest))
    return operations_between(opened.draft, retired), Undone(latest.id, latest.number)


def _versions(session: Session, scheme_id: str) -> Sequence[SchemeVersion]:
    return session.scalars(
        select(SchemeVersion)
        .where(SchemeVersion.scheme_id == scheme_id, SchemeVersion.candidate == 0)
        .order_by(SchemeVersion.id.desc())
        .limit(2)
    ).all()


def _heirs(session: Session, version: SchemeVersion) -> dict[str, list[str]]:
    """Say for the targets of a version's moves from where their services came."""
    rows = session.scalars(
        select(ConceptSuccession)
        .where(ConceptSuccession.version_id == version.id)
        .order_by(ConceptSuccession.concept_id)
    )
    heirs: dict[str, list[str]] = {}
    for row in rows:
        for target in row.targets:
            heirs.setdefault(target, []).append(row.concept_id)
    return heirs


def _retired(now: SchemeState, goal: SchemeState, heirs: dict[str, list[str]]) -> SchemeState:
    """Add what the latest version has brought, retired in favour of where it came from."""
    gone = {}
    for key, state in now.concepts.items():
        if key in goal.concepts:
            continue
        back = [one for one in heirs.get(key, ()) if goal.concepts[one].status == "active"]
        above = [one for one in state.broader if one in goal.concepts]
        exact = tuple(back or above)[:1] if len(back) < 2 else ()
        gone[key] = replace(
            state,
            status="deprecated",
            broader=(),
            narrower=(),
            related=(),
            replaced_by=exact if not exact or goal.concepts[exact[0]].is_assignable else (),
            consider=tuple(sorted(back)) if len(back) > 1 else (),
        )
    return SchemeState(goal.scheme, {**goal.concepts, **gone}, goal.top)
