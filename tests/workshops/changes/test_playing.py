"""Whatever entities and staff try, in whatever order: no right is gained, no voice is bent."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from app.core import journal
from app.core.db import Database
from tests.catalogue import world
from tests.conftest import Server, opened_copy
from tests.workshops.changes.playing import ENTITIES, Players

Opener = Callable[[], AbstractContextManager[Database]]


@pytest.fixture(scope="module")
def fields(server: Server, migrated_url: str) -> Opener:
    """Open a small world of its own for every game; its database ends with the game."""
    url = server.copy_of(migrated_url)
    opened = Database(url)
    with opened.write() as session:
        world.build(session)
        for entity in ENTITIES:
            world.put_entity(session, entity)
    if opened.is_sqlite:
        with opened.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    opened.close()
    return partial(opened_copy, server, url)


def play(fields: Opener, *, sequences: int, steps: int) -> list[Players]:
    """Let the players play; gives the games."""
    games: list[Players] = []

    class Game(Players):
        lent = staticmethod(fields)

        def __init__(self) -> None:
            super().__init__()
            games.append(self)

        def teardown(self) -> None:
            with self.database.read() as session:
                assert journal.find_broken_entry(session) is None
            super().teardown()

    chosen = settings(
        max_examples=sequences,
        stateful_step_count=steps,
        deadline=None,
        derandomize=sequences < 100,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Game, settings=chosen)
    return games


def test_players_never_get_away_with_anything(fields: Opener) -> None:
    games = play(fields, sequences=15, steps=40)

    assert len(games) >= 15
    assert sum(game.refused for game in games) > 50
    assert {state for game in games for state in game.reached} >= {
        "draft",
        "submitted",
        "under_discussion",
        "consensus_call",
        "decided",
        "enacted",
    }


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_two_thousand_games(fields: Opener) -> None:
    games = play(fields, sequences=2_000, steps=40)

    assert len(games) >= 2_000
    assert "needs_rebase" in {state for game in games for state in game.reached}
