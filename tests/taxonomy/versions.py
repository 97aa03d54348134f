"""Schemes that are released several times, for the tests of what is read of their versions."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.core.db import Database
from app.taxonomy.commands import Release, Released, enact_operations, release_draft, release_file
from app.taxonomy.operations import retiring
from app.taxonomy.operations.values import AddConcept, Merge, Operation, Split
from app.taxonomy.queries.drafts import get_draft
from app.taxonomy.schemas import SchemeFile

PERMITS, PARKING, MOORING = "c_permits00000", "c_parking00000", "c_mooring00000"
HEALTH, CLINICS, VACCINES = "c_health000000", "c_clinics00000", "c_vaccines0000"
CHILDREN, ADULTS = "c_children0000", "c_adults000000"

_TREE = (
    (PERMITS, "01", None, ("تصاريح", "Permits")),
    (PARKING, "01.1", PERMITS, ("مواقف", "Parking")),
    (MOORING, "01.2", PERMITS, ("مراسي", "Mooring")),
    (HEALTH, "02", None, ("صحة", "Health")),
    (CLINICS, "02.1", HEALTH, ("عيادات", "Clinics")),
    (VACCINES, "02.2", HEALTH, ("لقاحات", "Vaccines")),
)


def release_first(session: Session) -> None:
    """Release 1.0.0 of a scheme ``s`` of two branches with two concepts each."""
    file = {
        "scheme": {"id": "s", "title": {"ar": "مخطط", "en": "Scheme"}},
        "version": {
            "number": "1.0.0",
            "title": {"ar": "إصدار", "en": "Release"},
            "issued": "2026-01-01",
        },
        "concepts": [
            {
                "id": key,
                "notation": notation,
                "broader": [above] if above else [],
                "prefLabel": {"ar": arabic, "en": english},
            }
            for key, notation, above, (arabic, english) in _TREE
        ],
    }
    release_file(session, SchemeFile.model_validate(file), actor="test")


def release(
    session: Session, *operations: Operation, source: str = "test", is_candidate: bool = False
) -> Released:
    """Enact operations and release them; every concept carries services."""
    if operations:
        enact_operations(session, "s", operations, source=source, actor="test")
    asked = Release(is_candidate=is_candidate)
    return release_draft(session, "s", asked, tagged=(), actor="test")


def merging(session: Session, sources: Sequence[str], target: str) -> Merge:
    """Merge concepts of the draft, whatever their labels are."""
    concepts = get_draft(session, "s").draft.concepts
    labels = retiring.inherited_labels([concepts[one] for one in sources], concepts[target])
    return Merge(tuple(sources), target, *labels)


def adding(concept: str, parent: str, notation: str, english: str) -> AddConcept:
    """Add a concept below another one."""
    return AddConcept(concept, (parent,), notation, {"ar": f"مفهوم {notation}", "en": english})


def splitting_vaccines(*, keep: bool = False) -> tuple[Operation, ...]:
    """Split vaccines into those of children, the default, and those of adults."""
    above = VACCINES if keep else HEALTH
    return (
        adding(CHILDREN, above, "02.3", "Children"),
        adding(ADULTS, above, "02.4", "Adults"),
        Split(
            VACCINES,
            (ADULTS, CHILDREN),
            CHILDREN,
            keep_source=keep,
            children=None if keep else (),
        ),
    )


def released(database: Database, *versions: Sequence[Operation]) -> None:
    """Release 1.0.0, and one version more for each list of operations."""
    with database.write() as session:
        release_first(session)
        for operations in versions:
            release(session, *operations)
