"""What clients read beside searches: health, version, the index, its settings and numbers.

And the answer to everything else: here nothing is written.
"""

from datetime import UTC, datetime
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from app.api.answers import JSON
from app.api.deps import ReadSession
from app.api.meili.answering import MOST_VALUES
from app.api.meili.asked import UID, check_uid
from app.api.meili.attributes import FILTERED, MIN_COST, MODIFIED_AT, SEARCHED, SORTS
from app.api.meili.faults import MeiliFault
from app.api.meili.route import MeiliRoute
from app.catalogue.queries.documents import count_documents, find_last_change
from app.core import journal
from app.search.engine import LAST_RESULT
from app.search.serving import LATEST

VERSION = "1.53.0"
"""The version of Meilisearch's interface that is spoken here; clients compare it."""
_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
_WHAT_IS_WRITTEN = ("POST", "PUT", "PATCH", "DELETE")

router = APIRouter(
    prefix="/meili", tags=["search"], route_class=MeiliRoute, include_in_schema=False
)
Uid = Annotated[str, Path()]


@router.get("/health")
def read_health(session: ReadSession) -> Response:
    """Tell that searches can be answered; 503 when the database is away."""
    journal.head(session)
    return _answer({"status": "available"})


@router.get("/version")
def read_version() -> Response:
    """Tell which interface is spoken."""
    return _answer({"commitSha": "dalil", "commitDate": "unknown", "pkgVersion": VERSION})


@router.get("/indexes")
def list_indexes(session: ReadSession) -> Response:
    """List the one index."""
    return _answer({"results": [_index(session)], "offset": 0, "limit": 20, "total": 1})


@router.get("/indexes/{index_uid}")
def read_index(index_uid: Uid, session: ReadSession) -> Response:
    """Describe the index."""
    check_uid(index_uid)
    return _answer(_index(session))


@router.get("/indexes/{index_uid}/settings")
def read_settings(index_uid: Uid) -> Response:
    """Tell what the index is set to, as far as it is what Meilisearch has settings for."""
    check_uid(index_uid)
    return _answer(
        {
            "displayedAttributes": ["*"],
            "searchableAttributes": list(SEARCHED),
            "filterableAttributes": [
                *(name for name in FILTERED if name not in (MIN_COST, MODIFIED_AT)),
                _compared(MIN_COST, MODIFIED_AT),
            ],
            "sortableAttributes": list(SORTS),
            "distinctAttribute": None,
            "faceting": {"maxValuesPerFacet": MOST_VALUES, "sortFacetValuesBy": {"*": "count"}},
            "pagination": {"maxTotalHits": LAST_RESULT},
        }
    )


@router.get("/indexes/{index_uid}/stats")
def read_numbers(request: Request, index_uid: Uid) -> Response:
    """Tell how many services there are; sizes are not measured here."""
    check_uid(index_uid)
    return _answer(_numbers(request.app.state.search.engine.count))


@router.get("/stats")
def read_all_numbers(session: ReadSession) -> Response:
    """Tell the numbers of the one index and when it last changed."""
    moment = _index(session)["updatedAt"]
    numbers = {UID: _numbers(count_documents(session))}
    sizes = {"databaseSize": 0, "usedDatabaseSize": 0}
    return _answer({**sizes, "lastUpdate": moment, "indexes": numbers})


@router.get("/{rest:path}")
def find_nothing(rest: str) -> Response:
    """Say that there is nothing."""
    raise MeiliFault("not_found", f"There is nothing to read at `{rest[:100]}`.")


@router.api_route("/{rest:path}", methods=list(_WHAT_IS_WRITTEN))
def refuse_writing(request: Request, rest: str) -> Response:
    """Say that nothing is written here, as Meilisearch says to a key for searches."""
    raise MeiliFault(
        "invalid_api_key", f"Searching is all that is offered: no {request.method} `{rest[:100]}`."
    )


def _compared(*names: str) -> dict[str, Any]:  # Any: JSON
    features = {"facetSearch": True, "filter": {"equality": True, "comparison": True}}
    return {"attributePatterns": list(names), "features": features}


def _index(session: Session) -> dict[str, Any]:  # Any: JSON
    moment = find_last_change(session, LATEST)
    created, updated = _written(_SINCE), _written(moment or _SINCE)
    return {"uid": UID, "createdAt": created, "updatedAt": updated, "primaryKey": "id"}


def _written(moment: datetime) -> str:
    """Write an instant as Meilisearch does; some clients read no other form."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _numbers(count: int) -> dict[str, Any]:  # Any: JSON
    sizes = ("indexSize", "usedIndexSize", "rawDocumentDbSize", "avgDocumentSize")
    return {
        "numberOfDocuments": count,
        **dict.fromkeys(sizes, 0),
        "isIndexing": False,
        "fieldDistribution": {},
    }


def _answer(found: dict[str, Any]) -> Response:  # Any: JSON
    return Response(orjson.dumps(found), headers={"Cache-Control": "no-store"}, media_type=JSON)
