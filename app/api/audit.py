"""The audit: the whole journal, for those who may see it."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import Field

from app.api import documented
from app.api.access import CallerDep
from app.api.deps import ReadSession, only_known_parameters
from app.api.parameters import AsOf, Moment, PageParameters, Plain
from app.catalogue.queries import owners
from app.core import journal
from app.core.access import Caller, reach_of
from app.core.access import queries as access
from app.core.journal.schemas import AuditPage, audited
from app.core.journal.searching import Ids
from app.core.paging import read_cursor, write_cursor
from app.submissions import queries as submissions
from app.webhooks import queries as webhooks
from app.workshops import meetings_access as workshops
from app.workshops import queries as change_requests

_LIST = "audit"
router = APIRouter(
    prefix="/v1/audit", tags=["audit"], dependencies=[Depends(only_known_parameters)]
)


class AuditParameters(PageParameters):
    """Which entries of the journal."""

    actor: Plain | None = Field(default=None, description="Who: `key:…`, `token:…`, a command.")
    subject_type: Plain | None = Field(default=None, description="Kind of thing: `service` …")
    subject: Plain | None = Field(default=None, description="Id of the thing.")
    kind: Plain | None = Field(default=None, description="What happened: `service_published` …")
    from_: Moment | None = Field(default=None, alias="from", description="At or after.")
    to: AsOf | None = Field(default=None, description="At or before; a date counts whole.")


@router.get("", responses=documented.answered(AuditPage), summary="Read the audit")
def list_audit(
    session: ReadSession, caller: CallerDep, asked: Annotated[AuditParameters, Query()]
) -> Response:
    """List who changed what, when and why, the newest first; entities see what is theirs."""
    wanted = journal.Wanted(
        actor=asked.actor,
        subject_type=asked.subject_type,
        subject_id=asked.subject,
        kind=asked.kind,
        since=asked.from_,
        until=asked.to,
        owned=_owned(caller),
    )
    before = int(read_cursor(asked.cursor, _LIST, int)[0]) if asked.cursor else None
    found = journal.search_entries(session, wanted, before=before, limit=asked.limit + 1)
    items = [audited(one) for one in found[: asked.limit]]
    more = write_cursor(_LIST, items[-1].seq) if len(found) > asked.limit else None
    body = AuditPage(items=items, next_cursor=more).model_dump_json(by_alias=True).encode()
    return Response(body, headers={"Cache-Control": "no-store"}, media_type="application/json")


def _owned(caller: Caller) -> Mapping[str, Ids] | None:
    """Tell which subjects are those of the caller's entity; None means that all may be seen."""
    if reach_of(caller, "audit:read") == "any":
        return None
    entity = caller.entity or ""
    return {
        "entity": [entity],
        "service": owners.subjects_of(entity),
        "revision": owners.subjects_of(entity),  # named by its service
        "service-care": owners.subjects_of(entity),
        "submission": submissions.subjects_of(entity),
        "key": access.subjects_of(entity),
        "webhook": webhooks.subjects_of(entity),
        "workshop": workshops.subjects_of(entity),
        "change-request": change_requests.subjects_of(entity),
    }
