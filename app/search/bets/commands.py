"""Pinning answers, and letting them go."""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalogue.commands.registries import Put
from app.catalogue.queries.documents import find_present
from app.core.canonical import sha256_of
from app.core.clock import now
from app.core.errors import Finding
from app.core.journal import Change, Op, record
from app.search.bets.errors import (
    BestBetNotFound,
    BestBetOverlaps,
    TooManyBestBets,
    UnsoundBestBet,
)
from app.search.bets.models import BestBet
from app.search.bets.queries import SUBJECT, bet_of
from app.search.bets.rules import MOST_WORDS, unanswerable
from app.search.bets.schemas import BestBetIn

MOST_BEST_BETS = 1_000


def put_best_bet(session: Session, entry: BestBetIn, *, actor: str) -> Put:
    """Pin services for phrases, or bring what is pinned up to date.

    Raises:
        UnsoundBestBet: a service is not published, or a phrase has no words or too many.
        BestBetOverlaps: another one answers the same words at the same time.
        TooManyBestBets: there are as many as there may be.

    """
    findings = [*_wordless(entry), *_unpublished(session, entry)]
    if findings:
        raise UnsoundBestBet(findings[0].message["en"], findings=findings)
    row = session.get(BestBet, entry.id)
    is_new = row is None
    if row is None:
        _check_room(session)
        row = BestBet(id=entry.id, version=0)
    content = entry.model_dump(mode="python", exclude={"id"})
    content = {name: _kept(value) for name, value in content.items()}
    changed = [name for name, value in content.items() if is_new or getattr(row, name) != value]
    if not changed:
        return Put("unchanged")
    for name, value in content.items():
        setattr(row, name, value)
    _check_overlaps(session, row)
    row.version, row.modified_at = row.version + 1, now()
    session.add(row)
    _record(session, row, "best_bet_created" if is_new else "best_bet_changed", actor)
    session.flush()
    return Put("created" if is_new else "changed")


def delete_best_bet(session: Session, best_bet_id: str, *, actor: str) -> None:
    """Pin nothing any more.

    Raises:
        BestBetNotFound: there is none of that id.

    """
    row = session.get(BestBet, best_bet_id)
    if row is None:
        raise BestBetNotFound(f"There is no best bet '{best_bet_id}'.")
    session.delete(row)
    _record(session, row, "best_bet_deleted", actor, op="delete")


def _kept(value: object) -> object:
    """Return a value as it is kept: lists without repetitions, instants in UTC."""
    if isinstance(value, list):
        return list(dict.fromkeys(value))
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _wordless(entry: BestBetIn) -> Iterator[Finding]:
    for place in unanswerable(entry.phrases):
        yield Finding(
            f"/phrases/{place}",
            "PIN-PHRASE",
            {
                "en": f"The phrase needs a word that says something, and at most {MOST_WORDS}.",
                "ar": f"تحتاج العبارة إلى كلمة ذات معنى، وإلى {MOST_WORDS} كلمات على الأكثر.",
            },
        )


def _unpublished(session: Session, entry: BestBetIn) -> Iterator[Finding]:
    present = find_present(session, entry.services)
    for place, service in enumerate(entry.services):
        if service not in present:
            yield Finding(
                f"/services/{place}",
                "PIN-SERVICE",
                {
                    "en": f"There is no published service '{service}'.",
                    "ar": f"لا توجد خدمة منشورة باسم '{service}'.",
                },
            )


def _check_room(session: Session) -> None:
    count = session.scalar(select(func.count()).select_from(BestBet)) or 0
    if count >= MOST_BEST_BETS:
        raise TooManyBestBets(f"There may be {MOST_BEST_BETS}. Delete one first.")


def _check_overlaps(session: Session, row: BestBet) -> None:
    asked = bet_of(row)
    with session.no_autoflush:
        others = session.scalars(
            select(BestBet).where(BestBet.id != row.id).order_by(BestBet.id)
        ).all()
    for other in others:
        if asked.overlaps(bet_of(other)):
            raise BestBetOverlaps(f"'{other.id}' answers one of these phrases at the same time.")


def _record(session: Session, row: BestBet, kind: str, actor: str, *, op: Op = "upsert") -> None:
    content = [row.phrases, row.services, row.languages, str(row.valid_from), str(row.valid_until)]
    change = Change(
        kind=kind,
        subject_type=SUBJECT,
        subject_id=row.id,
        op=op,
        actor=actor,
        version=row.version,
        digest=sha256_of(content),
        is_public=False,
    )
    record(session, change)
