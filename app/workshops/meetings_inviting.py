"""Who is invited to a workshop."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.core.access import Caller
from app.core.clock import now
from app.entities.queries import check_present, find_titles
from app.workshops.meetings_errors import unsound
from app.workshops.meetings_models import Attendance, Invitation, Workshop
from app.workshops.meetings_shaping import announce

Contacts = Mapping[str, Sequence[str]]


def invite(
    session: Session,
    workshop: Workshop,
    entities: Collection[str],
    contacts: Contacts,
    caller: Caller,
) -> None:
    """Invite those who are not invited yet, and note the addresses that were given.

    Raises:
        UnsoundWorkshop: there is no such entity, or an address is of one that is not invited.
        EntityVanished: an entity is no more.

    """
    wanted = [*dict.fromkeys(entities)]
    _check_entities(session, wanted)
    invited = {row.entity_id: row for row in session.scalars(_invited(workshop.id))}
    new = [one for one in wanted if one not in invited]
    for one in new:
        invited[one] = Invitation(
            workshop_id=workshop.id,
            entity_id=one,
            state="invited",
            contacts=[],
            invited_at=now(),
        )
        session.add(invited[one])
    for one, addresses in contacts.items():
        if one not in invited:
            raise unsound(
                f"/contacts/{one}", "WORKSHOP-CONTACT",
                f"'{one}' is not invited.", f"الجهة '{one}' غير مدعوة.",
            )  # fmt: skip
        invited[one].contacts = [*dict.fromkeys(addresses)]
    session.flush()
    if new:
        fields = [f"invitations/{one}" for one in new]
        announce(session, workshop, "workshop_entities_invited", caller, fields=fields)
    elif contacts:
        announce(session, workshop, "workshop_contacts_set", caller, fields=("contacts",))


def uninvite(
    session: Session, workshop: Workshop, entities: Collection[str], caller: Caller
) -> None:
    """Take back the invitations of all but these entities.

    Raises:
        UnsoundWorkshop: one of them came already.

    """
    came = set(
        session.scalars(select(Attendance.entity_id).where(Attendance.workshop_id == workshop.id))
    )
    gone = [one for one in session.scalars(_invited(workshop.id)) if one.entity_id not in entities]
    for one in gone:
        if one.entity_id in came:
            raise unsound(
                "/entities", "WORKSHOP-ENTITY",
                f"'{one.entity_id}' came; it stays invited.",
                f"حضرت الجهة '{one.entity_id}' فتبقى مدعوة.",
            )  # fmt: skip
        session.delete(one)
    if gone:
        workshop.version += 1
        fields = [f"invitations/{one.entity_id}" for one in gone]
        announce(session, workshop, "workshop_invitations_withdrawn", caller, fields=fields)
        session.flush()


def _check_entities(session: Session, entities: Collection[str]) -> None:
    missing = sorted(set(entities) - find_titles(session, entities).keys())
    if missing:
        raise unsound(
            "/entities", "WORKSHOP-ENTITY",
            f"There is no entity '{missing[0]}'.", f"لا توجد جهة باسم '{missing[0]}'.",
        )  # fmt: skip
    check_present(session, entities)


def _invited(workshop_id: str) -> Select[Invitation]:
    chosen = select(Invitation).where(Invitation.workshop_id == workshop_id)
    return chosen.order_by(Invitation.entity_id)
