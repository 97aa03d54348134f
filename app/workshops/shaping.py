"""From rows to the shapes that are answered."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from app.core.canonical import sha256_of
from app.core.clock import to_text
from app.taxonomy.operations import Draft, Operation
from app.taxonomy.operations.stored import all_from_json
from app.taxonomy.operations.voices import NameOf
from app.taxonomy.showing import Json, added_concepts, namer, names_of, show, titles_of
from app.workshops.answers import (
    ChangeRequestBrief,
    ChangeRequestOut,
    CommentOut,
    DecisionOut,
    PositionOut,
    RequestRevisionOut,
    TallyOut,
)
from app.workshops.lifecycle import actions_from
from app.workshops.models import (
    ChangeRequest,
    ChangeRequestRevision,
    Comment,
    Decision,
    Position,
)
from app.workshops.rules import Tally

_MARK_LETTERS = 16


def mark_of(row: ChangeRequest) -> str:
    """Name the state of a change request, as its ETag does."""
    return sha256_of([row.id, row.version, to_text(row.modified_at)])[:_MARK_LETTERS]


def show_all(
    operations: Iterable[Operation],
    refs: Mapping[str, str],
    draft: Draft | None,
    *,
    entity_of: NameOf,
) -> list[Json]:
    """Show operations by the names that a draft has, or that they give themselves.

    For what was decided that is the draft as it was then: labels change, decisions do not.
    ``entity_of`` names the entities that rules are about.
    """
    chosen = list(operations)
    fresh = added_concepts(chosen)
    added = {concept: ref for ref, concept in refs.items() if concept in fresh}
    known: Mapping[str, Json] = names_of(draft.concepts) if draft else {}
    titles = titles_of(draft.lexicon) if draft else {}
    name = namer(added, fresh, known, titles)
    return [show(one, name, added, entity_of=entity_of) for one in chosen]


def brief_fields(row: ChangeRequest) -> dict[str, Any]:  # Any: fields of ChangeRequestBrief
    """Shape a row as lists show it."""
    return {
        "id": row.id,
        "scheme": row.scheme_id,
        "workshop": row.workshop_id,
        "entity": row.entity_id,
        "title": row.title,
        "state": row.state,
        "outcome": row.outcome,
        "version": row.version,
        "created_at": row.created_at,
        "modified_at": row.modified_at,
        "submitted_at": row.submitted_at,
    }


def brief_of(row: ChangeRequest) -> ChangeRequestBrief:
    """Shape a change request as lists show it."""
    return ChangeRequestBrief.model_validate(brief_fields(row))


def out_of(
    row: ChangeRequest,
    revision: ChangeRequestRevision,
    decision: DecisionOut | None,
    draft: Draft,
    *,
    entity_of: NameOf,
) -> ChangeRequestOut:
    """Shape a change request whole."""
    operations = all_from_json(revision.operations)
    names = dict.fromkeys(one.name for one in actions_from(row.state, row.outcome) if one.right)
    shown = {
        "rationale": row.rationale,
        "reason": row.reason,
        "revision": row.revision,
        "operations": show_all(operations, row.refs, draft, entity_of=entity_of),
        "operations_digest": row.digest,
        "base_version": revision.base_version,
        "base_place": revision.base_place,
        "called_until": row.called_until,
        "enacted_at": row.enacted_at,
        "released_in": row.released_in,
        "superseded_by": row.superseded_by,
        "actions": list(names),
        "decision": decision,
    }
    return ChangeRequestOut.model_validate({**brief_fields(row), **shown})


def revision_out(
    row: ChangeRequest, revision: ChangeRequestRevision, draft: Draft, *, entity_of: NameOf
) -> RequestRevisionOut:
    """Shape the operations as they were written at one time."""
    operations = all_from_json(revision.operations)
    return RequestRevisionOut(
        number=revision.number,
        operations=show_all(operations, row.refs, draft, entity_of=entity_of),
        operations_digest=revision.digest,
        base_version=revision.base_version,
        base_place=revision.base_place,
        at=revision.at,
    )


def position_out(position: Position, *, is_last: bool, is_stale: bool = False) -> PositionOut:
    """Shape a position; a stale one is asked anew."""
    return PositionOut.model_validate(
        {
            "id": position.id,
            "entity": position.entity_id,
            "stance": position.stance,
            "reason": position.reason,
            "proposed_change": position.proposed_change,
            "operations_digest": position.digest,
            "is_last": is_last,
            "is_stale": is_stale,
            "at": position.at,
        }
    )


def comment_out(comment: Comment) -> CommentOut:
    """Shape a comment."""
    return CommentOut.model_validate(
        {
            "id": comment.id,
            "in_reply_to": comment.in_reply_to,
            "entity": comment.entity_id,
            "text": comment.text,
            "mentions": comment.mentions,
            "at": comment.at,
        }
    )


def decision_out(
    decision: Decision, row: ChangeRequest, draft: Draft, *, by: str | None, entity_of: NameOf
) -> DecisionOut:
    """Shape a decision."""
    operations = all_from_json(decision.operations)
    return DecisionOut.model_validate(
        {
            "id": decision.id,
            "change_request": decision.change_request_id,
            "outcome": decision.outcome,
            "rule": decision.rule,
            "tally": decision.tally,
            "objections": decision.objections,
            "operations": show_all(operations, row.refs, draft, entity_of=entity_of),
            "operations_digest": decision.digest,
            "reason": decision.reason,
            "conditions": decision.conditions,
            "minority_statement": decision.minority_statement,
            "at": decision.at,
            "by": by,
        }
    )


def tally_out(tally: Tally) -> TallyOut:
    """Shape a tally."""
    return TallyOut.model_validate({name: list(ids) for name, ids in asdict(tally).items()})
