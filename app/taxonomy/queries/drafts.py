"""The draft of a scheme: its latest version and what was enacted since."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.languages import LANGUAGES
from app.core.last_used import LastUsed
from app.taxonomy.lexicon.models import LexiconVersion
from app.taxonomy.lexicon.queries import get_lexicon_state, lexicon_row
from app.taxonomy.models import DraftOperation, Notation, Scheme, SchemeVersion
from app.taxonomy.operations import Draft, Refused, SchemeRules, open_draft
from app.taxonomy.operations.applying import Applied, apply_all
from app.taxonomy.operations.draft import open_lexicon
from app.taxonomy.operations.effects import Because, Level
from app.taxonomy.operations.levels import level_of_requests
from app.taxonomy.operations.stored import from_json
from app.taxonomy.operations.values import Operation
from app.taxonomy.queries.versions import version_row
from app.taxonomy.state import read_snapshot

LEXICON: Final = "lexicon"
"""The lexicon where a scheme is named: change requests are about either."""


@dataclass(frozen=True)
class OpenDraft:
    """The draft after ``place`` operations that were enacted since ``version``.

    ``requests`` holds these operations by the request they came in, in order;
    ``start`` is the version itself.
    """

    scheme: str
    version: str
    version_id: int
    place: int
    start: Draft
    draft: Draft
    requests: tuple[tuple[str, tuple[Operation, ...]], ...]

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Everything that was enacted since the version, in order."""
        return tuple(one for _, operations in self.requests for one in operations)


_DRAFTS: LastUsed[OpenDraft] = LastUsed(16)
"""Drafts by the version and the operations that they are made of."""


def get_draft(session: Session, scheme_id: str) -> OpenDraft:
    """Read the draft of a scheme.

    Raises:
        SchemeNotFound: there is no such scheme.

    """
    return _kept(session, scheme_id, _latest(session, scheme_id), _log(session, scheme_id))


def get_draft_at(session: Session, scheme_id: str, at: datetime) -> OpenDraft:
    """Read the draft of a scheme as it was just before an instant.

    It is made again from the version of that time and the log. Where the log does not lead
    there, that version itself is the answer; before the first version it is the draft of today.

    Raises:
        SchemeNotFound: there is no such scheme.

    """
    version = _latest_at(session, scheme_id, at)
    if version is None:
        return get_draft(session, scheme_id)
    try:
        return _kept(session, scheme_id, version, _log_at(session, version, at))
    except Refused:
        return _kept(session, scheme_id, version, [])


def _kept(
    session: Session,
    scheme_id: str,
    version: SchemeVersion | LexiconVersion,
    log: list[DraftOperation],
) -> OpenDraft:
    # The instant tells an operation from one that was enacted in its place in vain.
    digests = tuple((row.place, row.request, row.source, row.enacted_at) for row in log)
    key = (scheme_id, version.sha256, version.number, digests, str(session.get_bind().engine.url))
    return _DRAFTS.get(key, lambda: _opened(session, version, log))


def get_start(session: Session, version: SchemeVersion) -> Draft:
    """Open a draft on a version, with nothing enacted yet."""
    scheme = session.get_one(Scheme, version.scheme_id)
    holders = {
        row.code: row.concept_id
        for row in session.execute(
            select(Notation.code, Notation.concept_id).where(Notation.scheme_id == scheme.id)
        )
    }
    return open_draft(read_snapshot(version.snapshot), rules_of(scheme), holders=holders)


def _start_then(session: Session, version: SchemeVersion) -> Draft:
    """Open a draft on a version as it was then: codes that came later were still free."""
    start = get_start(session, version)
    if version.is_latest:
        return start
    came_later = (
        select(Notation.code)
        .join(
            SchemeVersion,
            (SchemeVersion.scheme_id == Notation.scheme_id)
            & (SchemeVersion.number == Notation.first_version),
        )
        .where(Notation.scheme_id == version.scheme_id, SchemeVersion.id > version.id)
    )
    holders = start.holders
    for code in session.scalars(came_later):
        holders = holders.discard(code)
    return replace(start, holders=holders)


def rules_of(scheme: Scheme) -> SchemeRules:
    """Say what a scheme demands of its concepts."""
    return SchemeRules(
        is_polyhierarchical=scheme.is_polyhierarchical,
        notation_pattern=scheme.notation_pattern,
        languages=LANGUAGES,
        unique_labels=scheme.unique_labels,
    )


def replayed(start: Draft, requests: Mapping[int, tuple[Operation, ...]]) -> list[Applied]:
    """Apply the requests of a log one after the other."""
    found: list[Applied] = []
    draft = start
    for operations in requests.values():
        found.append(apply_all(draft, operations))
        draft = found[-1].draft
    return found


def level_of_draft(
    opened: OpenDraft, *, is_tagged: Callable[[str], bool]
) -> tuple[Level | None, tuple[Because, ...]]:
    """Compute the level that a release of the draft would have; an empty draft has none."""
    if not opened.requests:
        return None, ()
    requests = [operations for _, operations in opened.requests]
    applied = replayed(opened.start, dict(enumerate(requests)))
    return level_of_requests(requests, applied, is_tagged=is_tagged)


def _latest(session: Session, scheme_id: str) -> SchemeVersion | LexiconVersion:
    if scheme_id == LEXICON:
        return lexicon_row(session, "latest")
    return version_row(session, scheme_id, "latest")


def _log(session: Session, scheme_id: str) -> list[DraftOperation]:
    return list(
        session.scalars(
            select(DraftOperation)
            .where(
                DraftOperation.scheme_id == scheme_id,
                DraftOperation.version_id.is_(None),
                DraftOperation.lexicon_version_id.is_(None),
            )
            .order_by(DraftOperation.place)
        )
    )


def _latest_at(
    session: Session, scheme_id: str, at: datetime
) -> SchemeVersion | LexiconVersion | None:
    """Find the version that was in force at an instant; candidates never were."""
    if scheme_id == LEXICON:
        words = select(LexiconVersion).where(LexiconVersion.released_at < at)
        return session.scalars(words.order_by(LexiconVersion.id.desc()).limit(1)).one_or_none()
    chosen = select(SchemeVersion).where(
        SchemeVersion.scheme_id == scheme_id,
        SchemeVersion.candidate == 0,
        SchemeVersion.released_at < at,
    )
    return session.scalars(chosen.order_by(SchemeVersion.id.desc()).limit(1)).one_or_none()


def _log_at(
    session: Session, version: SchemeVersion | LexiconVersion, at: datetime
) -> list[DraftOperation]:
    """List what was enacted after a version and before an instant."""
    if isinstance(version, LexiconVersion):
        scheme, released_in = LEXICON, DraftOperation.lexicon_version_id
    else:
        scheme, released_in = version.scheme_id, DraftOperation.version_id
    return list(
        session.scalars(
            select(DraftOperation)
            .where(
                DraftOperation.scheme_id == scheme,
                DraftOperation.enacted_at < at,
                or_(released_in.is_(None), released_in > version.id),
            )
            .order_by(DraftOperation.place)
        )
    )


def _opened(
    session: Session, version: SchemeVersion | LexiconVersion, log: list[DraftOperation]
) -> OpenDraft:
    requests: dict[int, tuple[Operation, ...]] = {}
    sources: dict[int, str] = {}
    for row in log:
        requests[row.request] = (*requests.get(row.request, ()), from_json(row.operation))
        sources[row.request] = row.source
    if isinstance(version, LexiconVersion):
        start = open_lexicon(LEXICON, get_lexicon_state(session, version.number))
    else:
        start = _start_then(session, version)
    applied = replayed(start, requests)
    return OpenDraft(
        scheme=start.scheme,
        version=version.number,
        version_id=version.id,
        place=log[-1].place if log else 0,
        start=start,
        draft=applied[-1].draft if applied else start,
        requests=tuple((sources[key], operations) for key, operations in requests.items()),
    )
