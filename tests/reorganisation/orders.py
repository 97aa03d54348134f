"""Writing reorganisations down, previewing them and carrying them out."""

from collections.abc import Sequence
from typing import Any

from app.core.db import Database
from app.reorganisation import commands
from app.reorganisation.schemas import ReorganisationIn, ReorganisationOrder, ReorganisationPlanOut
from app.reorganisation.stakes import EntityKeys, Stake

REASON = "Decree 12 of 2027"
ACTOR = "test"
Json = dict[str, Any]


def merge(entity: str, into: str) -> Json:
    """Let an entity become part of another."""
    return {"merge": {"entity": entity, "into": into}}


def rename(entity: str, english: str) -> Json:
    """Give an entity another title."""
    return {"rename": {"entity": entity, "title": {"ar": f"عربي {english}", "en": english}}}


def split(entity: str, *parts: Json, heir: str | None = None) -> Json:
    """Give services of an entity to others."""
    return {"split": {"entity": entity, "parts": list(parts), "heir": heir}}


def part(into: str, *services: str, create: Json | None = None) -> Json:
    """Name what goes to one entity."""
    return {"into": into, "services": list(services), "create": create}


def asked(*operations: Json) -> Json:
    """Put steps together."""
    return {"operations": list(operations), "reason": REASON}


def preview(
    database: Database, *operations: Json, stakes: Sequence[Stake] = (EntityKeys(),)
) -> ReorganisationPlanOut:
    """Find out what steps would do."""
    with database.rehearse() as session:
        wanted = ReorganisationIn.model_validate(asked(*operations))
        return commands.preview(session, wanted, stakes=stakes, actor=ACTOR)


def carry_out(
    database: Database,
    *operations: Json,
    fingerprint: str | None = None,
    stakes: Sequence[Stake] = (EntityKeys(),),
) -> ReorganisationPlanOut:
    """Carry steps out as they were previewed, just now if nothing else is said."""
    name = fingerprint or preview(database, *operations, stakes=stakes).fingerprint
    order = ReorganisationOrder.model_validate({**asked(*operations), "fingerprint": name})
    with database.write() as session:
        return commands.reorganise(session, order, stakes=stakes, actor=ACTOR)
