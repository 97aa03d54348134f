"""What stands on an agenda."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.core.access import Caller
from app.workshops.meetings_errors import unsound
from app.workshops.meetings_models import AgendaItem, Workshop
from app.workshops.meetings_requests import find_motions
from app.workshops.meetings_schemas import AgendaItemIn
from app.workshops.meetings_shaping import as_json


def fill_agenda(
    session: Session, workshop: Workshop, items: Sequence[AgendaItemIn], caller: Caller
) -> None:
    """Put these points in the place of those that were there.

    Raises:
        UnsoundWorkshop: a change request stands there twice, or is not there.

    """
    session.execute(delete(AgendaItem).where(AgendaItem.workshop_id == workshop.id))
    named = [one.change_request for one in items if one.change_request]
    known = find_motions(session, named, caller=caller)
    for place, one in enumerate(items):
        pointer = f"/items/{place}/changeRequest"
        if one.change_request and one.change_request not in known:
            raise unsound(
                pointer, "WORKSHOP-AGENDA",
                f"There is no change request '{one.change_request}'.",
                f"لا يوجد طلب تعديل برقم '{one.change_request}'.",
            )  # fmt: skip
        if named.count(one.change_request or "") > 1:
            raise unsound(
                pointer, "WORKSHOP-TWICE",
                f"'{one.change_request}' stands on the agenda twice.",
                f"ورد '{one.change_request}' في جدول الأعمال مرتين.",
            )  # fmt: skip
        topic = as_json(one.topic) if one.topic else None
        session.add(
            AgendaItem(
                workshop_id=workshop.id,
                place=place + 1,
                change_request_id=one.change_request,
                topic=topic,
            )
        )
