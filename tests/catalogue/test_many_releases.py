"""Catalogues that live through twenty releases by chance: no service is ever without its place."""

from collections import Counter

import pytest

from app.core.db import Database
from tests.catalogue import released_world
from tests.catalogue.released_world import Game
from tests.conftest import Server


@pytest.fixture(scope="module")
def game_url(server: Server, migrated_url: str) -> str:
    """A small world with services, to be copied for every game."""
    url = server.copy_of(migrated_url)
    database = Database(url)
    with database.write() as session:
        released_world.build(session)
    if database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return url


def play(server: Server, url: str, seed: int, *, releases: int) -> Game:
    database = Database(server.copy_of(url))
    game = Game(database, seed)
    try:
        game.play(releases)
    finally:
        database.close()
    return game


def test_services_keep_their_places_through_twenty_releases(server: Server, game_url: str) -> None:
    game = play(server, game_url, 4, releases=20)

    assert game.kinds.keys() >= {"replace", "choose", "to_parent", "offer_back"}
    assert game.played["rollback"] > 0


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_services_keep_their_places_in_a_hundred_stories(server: Server, game_url: str) -> None:
    games = [play(server, game_url, seed, releases=20) for seed in range(100)]

    kinds, played = Counter[str](), Counter[str]()
    for game in games:
        kinds.update(game.kinds)
        played.update(game.played)
    expected = {"replace", "choose", "to_parent", "review", "unassignable", "offer_back"}
    assert kinds.keys() >= expected
    assert min(played[name] for name in ("rollback", "decide", "lapse", "archive", "add")) > 10
