"""Reading the lexicon: its versions, its groups, and which groups hold a term."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.core.last_used import LastUsed
from app.core.paging import foreign_cursor, read_cursor, write_cursor
from app.core.schemas import LocalText, Page
from app.taxonomy.lexicon.errors import LexiconVersionNotFound, TermGroupNotFound
from app.taxonomy.lexicon.models import LexiconVersion
from app.taxonomy.lexicon.schemas import LexiconOut, LexiconVersionOut, TermGroupOut
from app.taxonomy.lexicon.state import (
    LexiconState,
    TermGroup,
    canonical_group,
    read_snapshot,
    term_key,
)

_CURSOR = "lexicon"
_STATES: LastUsed[LexiconState] = LastUsed(4)
"""States by the digests of their versions, which never change."""


def get_lexicon(session: Session) -> LexiconOut:
    """Read what search uses at present, and which versions there are.

    Raises:
        LexiconVersionNotFound: none was released yet.

    """
    rows = list(session.scalars(_newest_first()))
    if not rows:
        raise LexiconVersionNotFound("No version of the lexicon was released yet.")
    counts: dict[str, int] = {}
    for group in _state(rows[0]).groups.values():
        counts[group.domain] = counts.get(group.domain, 0) + 1
    return LexiconOut(
        latest=_version_out(rows[0]),
        versions=[row.number for row in rows],
        domains=dict(sorted(counts.items())),
    )


def list_lexicon_versions(session: Session) -> list[LexiconVersionOut]:
    """Read what was released of the lexicon, newest first."""
    return [_version_out(row) for row in session.scalars(_newest_first())]


def get_lexicon_version(session: Session, wanted: str) -> LexiconVersionOut:
    """Read one version, named by its number or an alias (``latest``, ``1``, ``1.0``).

    Raises:
        LexiconVersionNotFound: there is no such version.

    """
    return _version_out(lexicon_row(session, wanted))


def get_lexicon_snapshot(session: Session, wanted: str) -> tuple[str, str]:
    """Read the canonical JSON of a version and its SHA-256."""
    row = lexicon_row(session, wanted)
    return row.snapshot, row.sha256


def get_lexicon_state(session: Session, wanted: str = "latest") -> LexiconState:
    """Read a version as values.

    Raises:
        LexiconVersionNotFound: there is no such version.

    """
    return _state(lexicon_row(session, wanted))


def find_served_version(session: Session) -> str:
    """Read the number of the version that search uses, nothing before the first release."""
    found = _newest_first().with_only_columns(LexiconVersion.number).limit(1)
    return session.scalar(found) or ""


def list_term_groups(
    session: Session,
    *,
    version: str = "latest",
    words: str = "",
    domain: str | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> Page[TermGroupOut]:
    """Read a page of the groups whose title or terms hold the words, in order of id."""
    state = get_lexicon_state(session, version)
    found = [
        group
        for _, group in sorted(state.groups.items())
        if domain in (None, group.domain) and _holds(group, words)
    ]
    after = _read_cursor(cursor)
    rest = [group for group in found if group.id > after]
    page = rest[:limit]
    further = write_cursor(_CURSOR, page[-1].id) if len(rest) > limit else None
    return Page[TermGroupOut](
        items=[_group_out(group) for group in page], next_cursor=further, total=len(found)
    )


def get_term_group(session: Session, group_id: str, *, version: str = "latest") -> TermGroupOut:
    """Read one group as a version has it.

    Raises:
        TermGroupNotFound: the version has no such group.

    """
    group = get_lexicon_state(session, version).groups.get(group_id)
    if group is None:
        raise TermGroupNotFound(f"The lexicon has no group '{group_id}'.")
    return _group_out(group)


def find_groups_of_term(
    session: Session, text: str, *, version: str = "latest"
) -> list[TermGroupOut]:
    """Read the groups that hold a term of this spelling, in order of id."""
    groups = sorted(get_lexicon_state(session, version).groups.items())
    return [_group_out(group) for _, group in groups if group.find(text)]


def _read_cursor(cursor: str | None) -> str:
    if cursor is None:
        return ""
    (after,) = read_cursor(cursor, _CURSOR, str)
    if not isinstance(after, str):
        raise foreign_cursor()
    return after


def _holds(group: TermGroup, words: str) -> bool:
    """Tell whether a title or a term holds the words as they are typed."""
    wanted = term_key(words)
    if not wanted:
        return not words.strip()
    texts = (*group.title.values(), *(term.text for term in group.terms))
    return any(wanted in term_key(text) for text in texts)


def lexicon_row(session: Session, wanted: str) -> LexiconVersion:
    """Read the row of a version, named by its number or an alias.

    Raises:
        LexiconVersionNotFound: there is no such version.

    """
    parts = [] if wanted == "latest" else wanted.split(".")
    for row in session.scalars(_newest_first()):
        if row.number.split(".")[: len(parts)] == parts:
            return row
    raise LexiconVersionNotFound(f"The lexicon has no version '{wanted}'.")


def _state(row: LexiconVersion) -> LexiconState:
    """Read the state of a version once: a released version never changes."""
    return _STATES.get(row.sha256, lambda: read_snapshot(row.snapshot))


def _newest_first() -> Select[LexiconVersion]:
    return select(LexiconVersion).order_by(
        LexiconVersion.major.desc(), LexiconVersion.minor.desc(), LexiconVersion.patch.desc()
    )


def _version_out(row: LexiconVersion) -> LexiconVersionOut:
    return LexiconVersionOut(
        version=row.number,
        title=LocalText.model_validate(row.title),
        note=LocalText.model_validate(row.note) if row.note else None,
        issued=row.issued_on,
        released_at=row.released_at,
        group_count=row.group_count,
        term_count=row.term_count,
        sha256=row.sha256,
        is_latest=row.is_latest,
    )


def _group_out(group: TermGroup) -> TermGroupOut:
    return TermGroupOut.model_validate(canonical_group(group))
