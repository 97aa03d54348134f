"""Keeping what checking finds of the addresses that published services name."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.journal import Change, record
from app.submissions.lifecycle import CLOCK
from app.submissions.models import LinkCheck
from app.submissions.queries.link_checks import digest_of
from app.submissions.rules import LinkRecord
from app.submissions.rules.link_records import FAILED

_SOON = timedelta(days=1)
"""A failure is looked at again soon, so that three of them take days and not weeks."""


def note_links(session: Session, named: Mapping[str, list[str]], at: datetime) -> None:
    """Remember the addresses that published services name, and forget all others."""
    known = {row.url: row for row in session.scalars(select(LinkCheck))}
    for url, row in known.items():
        if url not in named:
            session.delete(row)
    for url, services in named.items():
        found = known.get(url)
        if found is None:
            session.add(
                LinkCheck(digest=digest_of(url), url=url, services=services, strikes=0, due_at=at)
            )
        elif found.services != services:
            found.services = services


def keep_check(session: Session, url: str, found: LinkRecord, at: datetime, *, days: int) -> None:
    """Keep what a check has found; a change of what the rules say is told in the journal.

    ``days`` lie between two checks of an address that works.
    """
    row = session.get(LinkCheck, digest_of(url))
    if row is None:
        return  # no service names it any more
    before = LinkRecord(row.kind, row.status, row.strikes).verdict if row.kind else "sound"
    row.kind, row.status, row.strikes = found.kind, found.status, found.strikes
    row.checked_at = at
    row.due_at = at + min(_SOON if found.kind in FAILED else timedelta.max, timedelta(days=days))
    if not found.is_broken:
        row.broken_at = None
    elif row.broken_at is None:
        row.broken_at = at
    if found.verdict != before:
        record(session, _news(row, found))


def _news(row: LinkCheck, found: LinkRecord) -> Change:
    return Change(
        kind=f"link_{found.verdict}",
        subject_type="link",
        subject_id=row.digest,
        op="upsert",
        actor=CLOCK,
        version=1,
        reason=f"{row.url[:500]}: {found.kind}, status {found.status or '-'}",
        is_public=False,
    )
