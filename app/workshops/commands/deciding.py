"""Deciding: by a rule of consensus, on the very operations, by somebody who did not write them."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.access.queries import actors_of_holder
from app.core.clock import now
from app.taxonomy.operations import Refused
from app.workshops.commands.keeping import Asked, begin, finish, in_line, new_id, text_json
from app.workshops.errors import ChangeRequestChanged, OwnChangeRequest
from app.workshops.lifecycle import ACCEPTED
from app.workshops.models import ChangeRequest, ChangeRequestRevision, Decision, Position
from app.workshops.queries.conversations import voices_of
from app.workshops.queries.drafts import last_revision, proposed
from app.workshops.queries.impacts import affected_entities
from app.workshops.queries.reading import Shown, shown
from app.workshops.refusals import left_unsaid, not_agreed, outdated, unsound
from app.workshops.rules import Case, Disposition, missing, tally_of, unmet
from app.workshops.schemas import DecisionIn

_EVENT = "change_request_decided"


def decide(session: Session, asked: Asked, said: DecisionIn) -> Shown:
    """Take down a decision, if the rule that it names is met.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.
        MissingRight: the caller may not decide.
        OwnChangeRequest: the caller, or their entity, has written it.
        ChangeRequestState: its state does not allow it.
        ChangeRequestChanged: the operations are others than those that were read.
        ChangeRequestOutdated: what would be accepted no longer applies to the draft.
        UnsoundChangeRequest: the decision does not say all that it must.
        ConsensusNotReached: the rule is not met; the findings say why.

    """
    row, _ = begin(session, asked, "decide")
    _check_independence(session, row, asked)
    if said.operations_digest is not None and said.operations_digest != row.digest:
        raise ChangeRequestChanged("The operations were amended; read them again.")
    if said.outcome in ACCEPTED:
        _check_applies(session, row)
    case = _case(session, row, said)
    if unsaid := missing(said.rule, case):
        raise left_unsaid(unsaid)
    if reasons := unmet(said.rule, case):
        raise not_agreed(reasons)
    session.add(_decision(session, row, said, case, asked))
    row.state, row.outcome = "decided", said.outcome
    told = in_line(said.reason)
    finish(session, row, _EVENT, asked.actor, op="decided", reason=told, changed=("decision",))
    return shown(session, row, caller=asked.caller)


def _check_independence(session: Session, row: ChangeRequest, asked: Asked) -> None:
    """Let nobody decide who wrote any revision of the operations, or whose entity did."""
    written = select(ChangeRequestRevision.by, ChangeRequestRevision.entity_id).where(
        ChangeRequestRevision.change_request_id == row.id
    )
    writers, entities = {row.created_by}, {row.entity_id}
    for by, entity in session.execute(written):
        writers.add(by)
        entities.add(entity)
    is_writer = bool(writers & actors_of_holder(session, asked.actor))
    if is_writer or asked.caller.entity in entities - {None}:
        raise OwnChangeRequest(f"'{asked.actor}' or their entity has written '{row.id}'.")


def _check_applies(session: Session, row: ChangeRequest) -> None:
    try:
        proposed(session, row).applied()
    except Refused as refusal:
        raise outdated(row.id, refusal) from None


def _case(session: Session, row: ChangeRequest, said: DecisionIn) -> Case:
    case = Case(
        outcome=said.outcome,
        voices=voices_of(session, row),
        affected=affected_entities(session, row),
        dispositions={
            one.position: Disposition(one.disposition, text_json(one.reason))
            for one in said.dispositions
        },
        has_waited=row.called_until is not None and row.called_until <= now(),
        reason=text_json(said.reason),
        conditions=text_json(said.conditions),
        minority_statement=text_json(said.minority_statement),
    )
    objections = {voice.position for voice in case.objections}
    seen: set[str] = set()
    for index, one in enumerate(said.dispositions):
        if one.position not in objections or one.position in seen:
            raise unsound(
                f"/dispositions/{index}/position",
                "CONS-POSITION",
                ar=f"'{one.position}' ليس اعتراضاً قائماً على هذه العمليات، أو ذُكر مرتين.",
                en=f"'{one.position}' is no present objection to the operations, or stands twice.",
            )
        seen.add(one.position)
    return case


def _decision(
    session: Session, row: ChangeRequest, said: DecisionIn, case: Case, asked: Asked
) -> Decision:
    last = select(func.max(Decision.number)).where(Decision.change_request_id == row.id)
    return Decision(
        id=new_id("de"),
        change_request_id=row.id,
        number=(session.scalars(last).one_or_none() or 0) + 1,
        outcome=said.outcome,
        rule=said.rule,
        tally={name: list(entities) for name, entities in asdict(tally_of(case)).items()},
        objections=_objections(session, case),
        operations=last_revision(session, row).operations,
        digest=row.digest,
        reason=case.reason,
        conditions=case.conditions,
        minority_statement=case.minority_statement,
        at=now(),
        by=asked.actor,
    )


def _objections(session: Session, case: Case) -> list[dict[str, Any]]:  # Any: ObjectionOut as JSON
    found = []
    for voice in case.objections:
        disposition = case.dispositions.get(voice.position)
        found.append(
            {
                "position": voice.position,
                "entity": voice.entity,
                "stance": voice.stance,
                "reason": session.get_one(Position, voice.position).reason,
                "disposition": disposition.kind if disposition else None,
                "dispositionReason": disposition.reason if disposition else None,
            }
        )
    return found
