"""Generated services: realistic, sound, and the same for the same seed."""

import pytest

from app.catalogue import commands
from app.cli.generate import TITLES, generate_services, load_vocabulary, service_id, subject_of
from app.core.db import Database


def test_the_same_seed_gives_the_same_services(seeded: Database) -> None:
    with seeded.read() as session:
        known = load_vocabulary(session)

    first = list(generate_services(known, services=120, seed=7))
    again = list(generate_services(known, services=120, seed=7))
    other = list(generate_services(known, services=120, seed=8))

    assert first == again
    assert [one.content for one in first] != [one.content for one in other]
    assert [one.id for one in first] == [service_id(number, 7) for number in range(120)]
    assert len({str(one.content.title) for one in first}) == 120


def test_generated_services_can_be_published(seeded: Database) -> None:
    with seeded.write() as session:
        entries = list(generate_services(load_vocabulary(session), services=60, seed=1))
        saved = commands.save_revisions(session, entries, actor="test")
        changed = commands.publish(session, {one.service_id: 1 for one in saved}, actor="test")

    assert len(changed) == 60


@pytest.mark.parametrize("seed", [0, 9999])
def test_no_title_comes_twice(seed: int) -> None:
    assert len({subject_of(number, seed) for number in range(20_000)}) == 20_000
    assert subject_of(0, seed) == subject_of(TITLES, seed)
