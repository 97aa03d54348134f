"""Where single services stand after releases: the rows that say so, and every move, for ever."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.models import Reclassification, ReclassificationStep
from app.core.bulk import among, delete_rows, insert_rows
from app.core.clock import now

Row = dict[str, Any]  # Any: a row of a table
Key = tuple[str, str]
"""A service and a concept that it carries, or carried."""
Move = tuple[str, str, str | None, str | None, str]
"""Service, concept, place before, place after, and why."""
AT_ONCE = 2000
"""Services that are moved, or written anew, together."""
RETURNED = "returned"


@dataclass(frozen=True)
class Cause:
    """The release (its scheme, id and number) that moves services, and who made it."""

    scheme: str
    version_id: int
    number: str
    actor: str


def keep_steps(session: Session, cause: Cause, moves: Iterable[Move]) -> None:
    """Note moves for ever."""
    at = now()
    rows = [
        {
            "version_id": cause.version_id,
            "service_id": service,
            "concept_id": concept,
            "before_id": before,
            "after_id": after,
            "cause": why,
            "at": at,
            "actor": cause.actor,
        }
        for service, concept, before, after, why in moves
    ]
    insert_rows(session, ReclassificationStep, rows)


def find_places(session: Session, services: Collection[str]) -> dict[Key, str]:
    """Read where services went that carried a concept."""
    rows = session.execute(
        select(
            Reclassification.service_id, Reclassification.concept_id, Reclassification.target_id
        ).where(among(session, Reclassification.service_id, services))
    )
    return {(row.service_id, row.concept_id): row.target_id for row in rows}


def replace_places(session: Session, rows: Sequence[Row], known: Mapping[Key, str]) -> None:
    """Keep where services stand now in place of where they stood."""
    drop_places(session, [key for row in rows if (key := key_of(row)) in known])
    insert_rows(session, Reclassification, rows)


def drop_places(session: Session, keys: Sequence[Key]) -> None:
    """Forget where services went: they stand at their concepts themselves."""
    rows = [{"service_id": service, "concept_id": concept} for service, concept in keys]
    delete_rows(session, Reclassification, rows)


def returns(rows: Sequence[Row], known: Mapping[Key, str]) -> list[Move]:
    """List the earlier moves away from the concepts that services come to now, to be forgotten.

    A concept that was restored still says where its services went. One that comes to it
    stands there, and must not be led away again, in a circle at worst.
    """
    taken = {key_of(row) for row in rows}
    arrived = dict.fromkeys((row["service_id"], row["target_id"]) for row in rows)
    left = [key for key in arrived if key not in taken and known.get(key) not in (None, key[1])]
    return [(*key, known[key], None, RETURNED) for key in left]


def arrive(session: Session, service: str, concept: str) -> list[Move]:
    """Forget that a service left the concept that it comes to now; gives this move."""
    row = {"service_id": service, "concept_id": None, "target_id": concept}
    found = returns([row], find_places(session, [service]))
    drop_places(session, [(service, left) for service, left, *_ in found])
    return found


def put_back(session: Session, cause: Cause, places: Mapping[Key, str | None]) -> None:
    """Put services where they once stood; None: at the concept itself."""
    known = find_places(session, {service for service, _ in places})
    rows = [_row_of(cause, key, place) for key, place in places.items() if place is not None]
    drop_places(session, [key for key in places if key in known])
    insert_rows(session, Reclassification, rows)
    keep_steps(
        session,
        cause,
        [(*key, known.get(key), place, "rollback") for key, place in places.items()],
    )


def key_of(row: Row) -> Key:
    """Name the service and the concept that a row is about."""
    return row["service_id"], row["concept_id"]


def _row_of(cause: Cause, key: Key, place: str) -> Row:
    return {
        "service_id": key[0],
        "concept_id": key[1],
        "scheme_id": cause.scheme,
        "version_id": cause.version_id,
        "kind": "replace",
        "target_id": place,
        "options": [],
        "proposal_id": None,
        "task_id": None,
        "due_at": None,
        "decided_at": None,
        "decided_by": None,
    }
