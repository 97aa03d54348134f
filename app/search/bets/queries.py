"""Reading best bets, for editors and for search."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import journal
from app.core.clock import now
from app.search.bets.errors import BestBetNotFound
from app.search.bets.models import BestBet
from app.search.bets.rules import Bet, Bets, bets_of, key_of_phrase
from app.search.bets.schemas import BestBetOut

Mark = int
SUBJECT = "best-bet"
"""What journal entries about best bets are about."""


def get_best_bet(session: Session, best_bet_id: str) -> BestBetOut:
    """Read one best bet.

    Raises:
        BestBetNotFound: there is none of that id.

    """
    row = session.get(BestBet, best_bet_id)
    if row is None:
        raise BestBetNotFound(f"There is no best bet '{best_bet_id}'.")
    return shown(row)


def list_best_bets(session: Session) -> list[BestBetOut]:
    """Read all best bets in order of their ids."""
    return [shown(row) for row in session.scalars(select(BestBet).order_by(BestBet.id))]


def load_bets(session: Session) -> Bets:
    """Read all best bets as search uses them."""
    return bets_of(bet_of(row) for row in session.scalars(select(BestBet).order_by(BestBet.id)))


def bets_mark(session: Session) -> Mark:
    """Return a mark that changes with every change of any best bet, whatever the clocks say."""
    return journal.head_of(session, SUBJECT)


def bet_of(row: BestBet) -> Bet:
    """Analyse the phrases of a best bet."""
    return Bet(
        id=row.id,
        keys=frozenset(map(key_of_phrase, row.phrases)),
        services=tuple(row.services),
        languages=frozenset(row.languages),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def shown(row: BestBet) -> BestBetOut:
    """Show a best bet to editors."""
    known = {
        "id": row.id,
        "phrases": row.phrases,
        "analysed": [sorted(key_of_phrase(phrase)) for phrase in row.phrases],
        "services": row.services,
        "languages": row.languages,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "is_standing": bet_of(row).stands_at(now()),
        "version": row.version,
        "modified": row.modified_at,
    }
    return BestBetOut.model_validate(known)
