"""Releasing the draft of the lexicon, and taking a release of it back."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.schemas import LocalText
from app.taxonomy.commands.drafting import enact_operations
from app.taxonomy.commands.releasing import Release, Released
from app.taxonomy.errors import DraftNotEmpty, NothingToRelease
from app.taxonomy.lexicon.commands import release_lexicon
from app.taxonomy.lexicon.errors import LexiconHasNoCandidates
from app.taxonomy.lexicon.models import LexiconVersion
from app.taxonomy.lexicon.state import LexiconState, TermGroup, digest, read_snapshot
from app.taxonomy.models import DraftOperation
from app.taxonomy.operations.levels import level_of_requests, next_number
from app.taxonomy.operations.wordlists import group_changes
from app.taxonomy.queries.drafts import LEXICON, OpenDraft, get_draft, replayed
from app.taxonomy.queries.fates import ROLLBACK
from app.taxonomy.schemas import VersionIn


def release_lexicon_draft(session: Session, release: Release, *, actor: str) -> Released:
    """Release what was enacted of the lexicon; search uses it from its next look on.

    Raises:
        LexiconHasNoCandidates: a candidate was asked for.
        NothingToRelease: nothing was enacted.
        UnsoundLexicon: the content breaks a rule of integrity.

    """
    if release.is_candidate:
        raise LexiconHasNoCandidates("Ask for a release: the lexicon changes no service.")
    opened = get_draft(session, LEXICON)
    if not opened.requests:
        raise NothingToRelease(f"Nothing was enacted since lexicon {opened.version}.")
    requests = [operations for _, operations in opened.requests]
    applied = replayed(opened.start, dict(enumerate(requests)))
    state = applied[-1].draft.lexicon
    level, because = level_of_requests(requests, applied)
    number = next_number(opened.version, level)
    release_lexicon(session, state, _imprint(session, opened, release, number), actor=actor)
    version = session.scalars(select(LexiconVersion).where(LexiconVersion.number == number)).one()
    _close_log(session, version)
    return Released(
        scheme=LEXICON,
        version_id=version.id,
        number=number,
        level=level,
        because=because,
        sha256=digest(state),
        steps={},
        sources=tuple(source for source, _ in opened.requests),
    )


def roll_lexicon_back(session: Session, release: Release, *, actor: str) -> Released:
    """Release the version before the latest again; groups that are new since stay, retired.

    Raises:
        NothingToRelease: there is no version before.
        DraftNotEmpty: something was enacted since the latest version.
        UnsoundLexicon: the content breaks a rule of integrity.

    """
    opened = get_draft(session, LEXICON)
    if opened.requests:
        raise DraftNotEmpty(f"Release or withdraw what was enacted since {opened.version} first.")
    earlier = session.scalars(
        select(LexiconVersion)
        .where(LexiconVersion.id < opened.version_id)
        .order_by(LexiconVersion.id.desc())
        .limit(1)
    ).first()
    if earlier is None:
        raise NothingToRelease(f"There is no version of the lexicon before {opened.version}.")
    groups = opened.draft.lexicon.groups
    goal = _retired(groups, read_snapshot(earlier.snapshot))
    operations = list(group_changes(groups, goal))
    source = f"{ROLLBACK} {opened.version}"
    enact_operations(session, LEXICON, operations, source=source, actor=actor)
    return release_lexicon_draft(session, release, actor=actor)


def _retired(now: Mapping[str, TermGroup], goal: LexiconState) -> dict[str, TermGroup | None]:
    """Keep what has come since, retired: what was published is never forgotten."""
    kept: dict[str, TermGroup | None] = {}
    for key, group in now.items():
        known = goal.groups.get(key, replace(group, terms=()))
        if known == group:
            kept[key] = known
            continue
        spelt = {term.key for term in known.terms}
        fresh = (term for term in group.terms if term.key not in spelt)
        retired = tuple(replace(term, status="retired") for term in fresh)
        kept[key] = replace(known, terms=(*known.terms, *retired))
    return kept


def _imprint(session: Session, opened: OpenDraft, release: Release, number: str) -> VersionIn:
    latest = session.get_one(LexiconVersion, opened.version_id)
    return VersionIn(
        number=number,
        title=LocalText.model_validate(release.title or latest.title),
        note=LocalText.model_validate(release.note) if release.note else None,
        issued=now().date(),
    )


def _close_log(session: Session, version: LexiconVersion) -> None:
    session.execute(
        update(DraftOperation)
        .where(DraftOperation.scheme_id == LEXICON, DraftOperation.lexicon_version_id.is_(None))
        .values(lexicon_version_id=version.id)
    )
