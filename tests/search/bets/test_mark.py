"""The mark by which a process notices that best bets have changed."""

from datetime import timedelta

import time_machine

from app.core.clock import now
from app.core.db import Database
from app.search.bets import commands
from app.search.bets.queries import bets_mark
from app.search.bets.schemas import BestBetIn


def put(database: Database, name: str, phrase: str) -> int:
    entry = BestBetIn(id=name, phrases=[phrase], services=["moi-dl-renew"])
    with database.write() as session:
        commands.put_best_bet(session, entry, actor="test")
    with database.read() as session:
        return bets_mark(session)


def test_one_that_takes_the_place_of_another_is_noticed_whatever_the_clocks_say(
    seeded: Database,
) -> None:
    put(seeded, "old", "رخصة القيادة")
    with time_machine.travel(now() + timedelta(hours=1), tick=False):
        before = put(seeded, "newest", "تجديد الجواز")

    with seeded.write() as session:
        commands.delete_best_bet(session, "old", actor="test")
    after = put(seeded, "other", "بطاقة مدنية")

    assert after != before


def test_what_changes_no_best_bet_leaves_the_mark(seeded: Database) -> None:
    before = put(seeded, "one", "رخصة القيادة")

    assert put(seeded, "one", "رخصة القيادة") == before
