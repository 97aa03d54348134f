"""A catalogue of three services, vectors for two of them, and a Meilisearch."""

from collections.abc import Iterator

import pytest

from app.search.meilisearch_server import Access, MeilisearchServer
from tests.search.bodies import titled
from tests.search.conftest import MEILISEARCHES, access_of, meilisearch_server
from tests.search.sources import MemorySource
from tests.search.vectors.twin import EAST, NORTH, UP, Memory


@pytest.fixture(params=MEILISEARCHES)
def access(request: pytest.FixtureRequest) -> Access:
    return access_of(request.param, request)


@pytest.fixture
def meili(access: Access) -> Iterator[MeilisearchServer]:
    with meilisearch_server(access) as opened:
        yield opened


@pytest.fixture
def source() -> MemorySource:
    source = MemorySource()
    source.put(titled("licence", "رخصة القيادة", "Driving licence"))
    source.put(titled("passport", "جواز السفر", "Passport"))
    source.put(titled("visa", "تأشيرة", "Visa"))
    return source


@pytest.fixture
def vectors() -> Memory:
    vectors = Memory()
    vectors.put("licence", NORTH)
    vectors.put("passport", EAST, UP)
    return vectors
