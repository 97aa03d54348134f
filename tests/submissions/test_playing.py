"""Whoever tries what with submissions, in whatever order: nobody gains a right, two agree."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import event

from app.core import journal
from app.core.db import Database
from app.submissions.lifecycle import STATES
from tests.conftest import Server, opened_copy
from tests.endurance.proofs import faults_of
from tests.submissions.playing import Players


@pytest.fixture
def field(server: Server, seeded_url: str) -> Iterator[Database]:
    """A catalogue for many games, each with entries of its own; it outlives no power cut."""
    with opened_copy(server, seeded_url) as opened:
        if opened.is_sqlite:
            event.listen(
                opened.engine, "connect", lambda one, _: one.execute("PRAGMA synchronous=OFF")
            )
        yield opened


def play(field: Database, *, sequences: int, steps: int) -> list[Players]:
    """Let the players play; gives the games."""
    games: list[Players] = []

    class Game(Players):
        database = field

        def __init__(self) -> None:
            super().__init__()
            games.append(self)

    chosen = settings(
        max_examples=sequences,
        stateful_step_count=steps,
        deadline=None,
        derandomize=sequences < 100,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Game, settings=chosen)
    with field.read() as session:
        assert journal.find_broken_entry(session) is None
    return games


def reached(games: list[Players]) -> set[str]:
    return {state for game in games for state in game.reached}


def test_players_never_get_away_with_anything(field: Database) -> None:
    games = play(field, sequences=30, steps=30)

    assert len(games) >= 30
    assert sum(game.refused for game in games) > 100
    assert len(reached(games)) >= 5
    boats = [one.service for one in games[-1].entries.values()]
    assert faults_of(field, boats) == []


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_two_thousand_games(field: Database) -> None:
    games = play(field, sequences=2_000, steps=40)

    assert len(games) >= 2_000
    assert sum(game.refused for game in games) > 10_000
    assert reached(games) == set(STATES)
    assert faults_of(field, ["moi-boat0"]) == []
