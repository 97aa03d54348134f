"""Operations on schemes as people send them, enacted and released at once."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from app.catalogue.commands.releasing import Outcome, release_scheme
from app.taxonomy.binding import bind
from app.taxonomy.commands import Release, enact_operations
from app.taxonomy.operation_schemas import Operations
from app.taxonomy.queries.drafts import get_draft

OPERATIONS = TypeAdapter(Operations)


def enact(session: Session, *operations: dict[str, Any], scheme: str = "services") -> None:
    sent = OPERATIONS.validate_python(list(operations))
    bound = bind(get_draft(session, scheme).draft, sent)
    enact_operations(session, scheme, bound.operations, source="cr_test", actor="steward")


def release(session: Session, scheme: str = "services", **options: Any) -> Outcome:
    return release_scheme(session, scheme, Release(**options), actor="steward")


def name(notation: str) -> dict[str, str]:
    return {"notation": notation}


def addition(ref: str, notation: str, arabic: str, english: str, parent: str) -> dict[str, Any]:
    return {
        "op": "add_concept",
        "ref": ref,
        "parents": [name(parent)],
        "notation": notation,
        "prefLabel": {"ar": arabic, "en": english},
    }
