"""Operations for measuring that move a given number of services, or all of them."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalogue.models import ServiceDocument, ServiceTerm
from app.catalogue.rules.terms import TAG
from app.core.db import Database
from app.taxonomy.binding import bind
from app.taxonomy.commands import enact_operations
from app.taxonomy.operation_schemas import Operations
from app.taxonomy.operations import Draft
from app.taxonomy.queries.drafts import get_draft

Json = dict[str, Any]  # Any: JSON
SCHEME = "services"
_OPERATIONS = TypeAdapter(Operations)


def published_ids(url: str) -> list[str]:
    """List the ids of all published services."""
    database = Database(url)
    with database.read() as session:
        found = list(session.scalars(select(ServiceDocument.service_id)))
    database.close()
    return found


def change_request(url: str, *, services: int) -> Json:
    """Write a change request that touches at least this many services."""
    database = Database(url)
    with database.read() as session:
        maker, carried = _Maker(get_draft(session, SCHEME).draft), _carried(session)
    database.close()
    operations: list[Json] = []
    touched = 0
    for concept, count in sorted(carried.items()):
        if touched < services:
            operations += maker.split(concept)
            touched += count
    return {"scheme": SCHEME, "title": {"en": "A large change"}, "operations": operations}


def move_everything(url: str) -> int:
    """Enact operations that move every service: by themselves, or by a split."""
    database = Database(url)
    with database.write() as session:
        draft, carried = get_draft(session, SCHEME).draft, _carried(session)
        maker, sent = _Maker(draft), list[Json]()
        for place, concept in enumerate(sorted(carried)):
            is_split = place % 2 or draft.concepts[concept].narrower
            sent += maker.split(concept) if is_split else maker.successor(concept)
        bound = bind(draft, _OPERATIONS.validate_python(sent))
        enact_operations(session, SCHEME, bound.operations, source="cr_bench", actor="bench")
        moved = session.scalar(
            select(func.count(ServiceTerm.service_id.distinct())).where(
                ServiceTerm.facet == TAG, ServiceTerm.value.in_(carried)
            )
        )
    database.close()
    return moved or 0


def _carried(session: Session) -> dict[str, int]:
    """Count by concept the services that carry it themselves."""
    concepts = get_draft(session, SCHEME).draft.concepts
    rows = session.execute(
        select(ServiceTerm.value, func.count())
        .where(ServiceTerm.facet == TAG)
        .group_by(ServiceTerm.value)
    )
    return {key: one for key, one in rows if key in concepts}


class _Maker:
    """Writes operations with codes that are free."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._used = set(draft.holders)

    def split(self, concept: str) -> list[Json]:
        """Split a concept into two new ones; one with others below it stays to group them."""
        added = [self._addition(concept, letter) for letter in "pq"]
        split = {
            "op": "split",
            "source": {"id": concept},
            "targets": [{"ref": one["ref"]} for one in added],
            "default": {"ref": added[0]["ref"]},
            "deadlineDays": 30,
            "keepSource": bool(self._draft.concepts[concept].narrower),
        }
        return [*added, split]

    def successor(self, concept: str) -> list[Json]:
        """Replace a concept by a new one."""
        added = self._addition(concept, "n")
        retired = {"concept": {"id": concept}, "replacedBy": {"ref": added["ref"]}}
        return [added, {"op": "deprecate", **retired}]

    def _addition(self, concept: str, letter: str) -> Json:
        state = self._draft.concepts[concept]
        said = {"n": "الجديد", "p": "الأول", "q": "الثاني"}[letter]
        return {
            "op": "add_concept",
            "ref": f"{letter}{state.notation}",
            "parents": [{"id": key} for key in state.broader],
            "notation": self._free_beside(state.notation),
            "prefLabel": {
                "ar": f"{state.pref_label['ar']} {said}",
                "en": f"{state.pref_label['en']} {letter.upper()}",
            },
        }

    def _free_beside(self, notation: str) -> str:
        above, dot, _ = notation.rpartition(".")
        codes = (f"{above}{dot}{number:02}" for number in range(10, 100))
        found = next(code for code in codes if code not in self._used)
        self._used.add(found)
        return found
