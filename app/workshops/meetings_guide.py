"""The circulation guide: the whole classification as the agenda of a workshop would make it.

Without an open change request on the agenda it is the classification as it stands. That of a
closed workshop is the one that was circulated: as everything was when the workshop was opened.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.catalogue.queries.concepts import count_by_concept
from app.core.access import Caller
from app.core.canonical import sha256_of
from app.core.schemas import LocalText
from app.taxonomy.operations import Draft, Refused
from app.taxonomy.operations.applying import apply_all
from app.taxonomy.queries import get_scheme
from app.taxonomy.queries.drafts import LEXICON, OpenDraft, get_draft, get_draft_at
from app.taxonomy.state import ConceptState, Texts
from app.workshops.meetings_papers import Change, GuideNode, GuideOut, GuideScheme
from app.workshops.meetings_proposals import (
    Proposal,
    circulated_proposals,
    in_order,
    open_proposals,
)
from app.workshops.meetings_queries import get_workshop

DEFAULT_SCHEME = "services"
"""What is circulated when the agenda holds no change request."""
Counts = Mapping[str, int]


def get_guide(session: Session, workshop_id: str, *, caller: Caller) -> GuideOut:
    """Gather the schemes of an agenda as its change requests would make them.

    Raises:
        WorkshopNotFound: there is none of this id, or none that the caller may see.

    """
    workshop = get_workshop(session, workshop_id, caller=caller)
    at = workshop.opened_at if workshop.state == "closed" else None
    if at:
        on_agenda = circulated_proposals(session, workshop_id, caller, at=at)
    else:
        on_agenda = open_proposals(session, workshop_id, caller)
    found = {key: one for key, one in on_agenda.items() if key != LEXICON} or {DEFAULT_SCHEME: ()}
    schemes = [_scheme(session, scheme, proposals, at) for scheme, proposals in found.items()]
    written = {
        "workshop": workshop.id,
        "title": workshop.title,
        "state": workshop.state,
        "starts_at": workshop.starts_at,
        "circulated_at": at,
        "schemes": schemes,
    }
    unsigned = GuideOut.model_validate({**written, "sha256": ""})
    digest = sha256_of(unsigned.model_dump(mode="json", by_alias=True, exclude={"sha256"}))
    return GuideOut.model_validate({**written, "sha256": digest})


def _scheme(
    session: Session, scheme: str, proposals: Sequence[Proposal], at: datetime | None
) -> GuideScheme:
    """Make a scheme of now; of an instant without numbers of services, which are not kept."""
    opened = get_draft_at(session, scheme, at) if at else get_draft(session, scheme)
    counts = None if at else count_by_concept(session, scheme)
    draft, applied, left_out = _proposed(opened, proposals)
    node = _node_maker(opened.draft, draft, counts)
    live = [one for one in draft.concepts.values() if one.status == "active"]
    return GuideScheme(
        scheme=scheme,
        title=get_scheme(session, scheme).title,
        base_version=opened.version,
        enacted=len(opened.operations),
        concept_count=len(live),
        applied=applied,
        left_out=left_out,
        top_concepts=[node(draft.concepts[key]) for key in draft.top],
        retired=[node(one) for one in _retired(opened.draft, draft)],
    )


def _proposed(
    opened: OpenDraft, proposals: Sequence[Proposal]
) -> tuple[Draft, list[LocalText], list[LocalText]]:
    """Apply what can be applied, one after the other, and tell what cannot."""
    draft = opened.draft
    applied: list[LocalText] = []
    left_out: list[LocalText] = []
    for one in in_order(draft, proposals):
        try:
            draft = apply_all(draft, one.operations).draft
        except Refused:
            left_out.append(one.title)
        else:
            applied.append(one.title)
    return draft, applied, left_out


def _retired(before: Draft, after: Draft) -> list[ConceptState]:
    gone = [
        one
        for key, one in after.concepts.items()
        if one.status != "active" and before.concepts[key].status == "active"
    ]
    return sorted(gone, key=lambda one: (one.notation, one.id))


def _node_maker(
    before: Draft, after: Draft, counts: Counts | None
) -> Callable[[ConceptState], GuideNode]:
    def node(concept: ConceptState) -> GuideNode:
        children = [after.concepts[key] for key in concept.narrower]
        return GuideNode(
            id=concept.id,
            notation=concept.notation,
            pref_label=LocalText.model_validate(concept.pref_label),
            definition=_text(concept.definition),
            scope_note=_text(concept.scope_note),
            is_assignable=concept.is_assignable,
            service_count=None if counts is None else counts.get(concept.id, 0),
            change=_change(before.concepts.get(concept.id), concept),
            children=[node(one) for one in children if one.status == "active"],
        )

    return node


def _change(before: ConceptState | None, after: ConceptState) -> Change | None:
    if before is None:
        return "added"
    if after.status != before.status:
        return "deprecated" if after.status != "active" else "added"
    told = ("notation", "pref_label", "definition", "scope_note", "broader", "is_assignable")
    return "changed" if any(getattr(before, one) != getattr(after, one) for one in told) else None


def _text(text: Texts) -> LocalText | None:
    return LocalText.model_validate(text) if text else None
