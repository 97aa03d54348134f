"""Releasing the draft of a scheme as its next version."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.errors import Finding
from app.core.languages import LANGUAGES
from app.taxonomy.commands.storing import Imprint, store_version
from app.taxonomy.errors import NothingToRelease, UnsoundScheme
from app.taxonomy.integrity import faults
from app.taxonomy.models import ConceptSuccession, DraftOperation, SchemeVersion
from app.taxonomy.numbers import candidate_of
from app.taxonomy.operations import Applied, Draft, Refused, apply_all
from app.taxonomy.operations.comparing import operations_between
from app.taxonomy.operations.effects import Because, Level
from app.taxonomy.operations.levels import level_of_requests, next_number
from app.taxonomy.queries.drafts import OpenDraft, get_draft, replayed
from app.taxonomy.queries.pasts import load_past
from app.taxonomy.state import SchemeState, digest
from app.taxonomy.succeeding import Step, steps_of

GRACE_DAYS = 180
"""Days for which codes of earlier versions are accepted after a release, by default."""
Text = dict[str, Any]  # Any: LocalText as JSON


@dataclass(frozen=True)
class Release:
    """What a release is asked to be."""

    title: Text | None = None
    note: Text | None = None
    is_candidate: bool = False
    grace_days: int = GRACE_DAYS


@dataclass(frozen=True)
class Released:
    """A version as it was released; ``steps`` say what became of concepts that were there."""

    scheme: str
    version_id: int
    number: str
    level: Level
    because: tuple[Because, ...]
    sha256: str
    steps: Mapping[str, Step]
    sources: tuple[str, ...]


def release_draft(
    session: Session, scheme_id: str, release: Release, *, tagged: Collection[str], actor: str
) -> Released:
    """Release what was enacted since the last version; ``tagged`` concepts carry services.

    A candidate is kept beside the versions, with what it would make of them, and changes
    nothing else.

    Raises:
        SchemeNotFound: there is no such scheme.
        NothingToRelease: nothing was enacted.
        UnsoundScheme: a gate is shut; the findings say which.

    """
    opened = get_draft(session, scheme_id)
    if not opened.requests:
        raise NothingToRelease(f"Nothing was enacted since {scheme_id} {opened.version}.")
    applied = _applied(opened)
    draft = applied[-1].draft
    level, because = _level(opened, applied, tagged)
    effects = [effect for one in applied for _, effect in one.effects]
    steps = steps_of(opened.start.state, draft.state, effects)
    _demand_gates(session, opened, draft, steps, tagged)
    version = store_version(
        session, draft.state, _imprint(session, opened, release, level, because), actor=actor
    )
    _keep_steps(session, version, steps)
    if not release.is_candidate:
        _close_log(session, scheme_id, version)
    return Released(
        scheme=scheme_id,
        version_id=version.id,
        number=version.number,
        level=level,
        because=because,
        sha256=version.sha256,
        steps=steps,
        sources=tuple(source for source, _ in opened.requests),
    )


def _applied(opened: OpenDraft) -> list[Applied]:
    """Replay the log from the snapshot: what is released is what the log says."""
    return replayed(opened.start, dict(enumerate(ops for _, ops in opened.requests)))


def _level(
    opened: OpenDraft, applied: Sequence[Applied], tagged: Collection[str]
) -> tuple[Level, tuple[Because, ...]]:
    requests = [operations for _, operations in opened.requests]
    return level_of_requests(requests, applied, is_tagged=tagged.__contains__)


def _demand_gates(
    session: Session,
    opened: OpenDraft,
    draft: Draft,
    steps: Mapping[str, Step],
    tagged: Collection[str],
) -> None:
    found = faults(
        draft.state,
        languages=LANGUAGES,
        is_polyhierarchical=draft.rules.is_polyhierarchical,
        notation_pattern=draft.rules.notation_pattern,
        unique_labels=draft.rules.unique_labels,
        past=load_past(session, draft.state),
    )
    found.extend(_lost(steps, draft.state, tagged))
    found.extend(_not_undone(opened, draft))
    if found:
        raise UnsoundScheme(f"{len(found)} rules are broken.", findings=found)


def _lost(steps: Mapping[str, Step], state: SchemeState, tagged: Collection[str]) -> list[Finding]:
    """Find services that would have no place: nothing may be dropped."""
    return [
        Finding(
            pointer=f"/concepts/{key}",
            rule="TAX-TOTAL",
            message={
                "ar": f"خدمات الرمز {state.concepts[key].notation} بلا وجهة.",
                "en": f"The services of {state.concepts[key].notation} would have no place: "
                "name a successor.",
            },
        )
        for key, step in steps.items()
        if key in tagged and step.default is None and step.kind != "offer_back"
    ]


def _not_undone(opened: OpenDraft, draft: Draft) -> list[Finding]:
    """Prove that the way back leads to exactly the version before."""
    try:
        back = operations_between(draft, opened.start.state)
        undone = apply_all(draft, back).draft
    except Refused as refused:
        return [_no_way_back(one.ar, one.en) for one in refused.refusals]
    if digest(undone.state) == digest(opened.start.state):
        return []
    return [_no_way_back("الناتج مختلف عنه.", "What results differs from it.")]


def _no_way_back(arabic: str, english: str) -> Finding:
    text = {
        "ar": f"العمليات العكسية لا تعيد الإصدار السابق: {arabic}",
        "en": f"The inverse operations do not give back the version before: {english}",
    }
    return Finding(pointer="/operations", rule="TAX-INVERSE", message=text)


def _imprint(
    session: Session,
    opened: OpenDraft,
    release: Release,
    level: Level,
    because: tuple[Because, ...],
) -> Imprint:
    number = next_number(opened.version, level)
    count = _next_candidate(session, opened.scheme, number) if release.is_candidate else 0
    latest = session.get_one(SchemeVersion, opened.version_id)
    today = now().date()
    return Imprint(
        number=candidate_of(number, count) if count else number,
        title=release.title or latest.title,
        note=release.note,
        issued_on=today,
        level=level,
        because=tuple(asdict(one) for one in because[:200]),
        candidate=count,
        accepted_until=today + timedelta(days=release.grace_days),
    )


def _next_candidate(session: Session, scheme_id: str, number: str) -> int:
    last = session.scalar(
        select(func.max(SchemeVersion.candidate)).where(
            SchemeVersion.scheme_id == scheme_id, SchemeVersion.number.like(f"{number}-rc.%")
        )
    )
    return (last or 0) + 1


def _close_log(session: Session, scheme_id: str, version: SchemeVersion) -> None:
    session.execute(
        update(DraftOperation)
        .where(DraftOperation.scheme_id == scheme_id, DraftOperation.version_id.is_(None))
        .values(version_id=version.id)
    )


def _keep_steps(session: Session, version: SchemeVersion, steps: Mapping[str, Step]) -> None:
    rows = [
        {
            "version_id": version.id,
            "concept_id": key,
            "kind": step.kind,
            "targets": list(step.targets),
            "default_id": step.default,
            "rules": [asdict(rule) for rule in step.rules],
            "deadline_days": step.deadline_days,
        }
        for key, step in steps.items()
    ]
    if rows:
        session.execute(insert(ConceptSuccession), rows)
