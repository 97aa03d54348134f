"""The portal over the sample catalogue, as an application and in a test client."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.api.references import build_reference
from app.portal.site import create_portal
from tests.portal import samples
from tests.portal.memory import MemoryReader


@pytest.fixture
def reader() -> MemoryReader:
    return samples.reader()


@pytest.fixture
def portal(reader: MemoryReader) -> Starlette:
    return create_portal(
        reader.opened, public_url="https://dalil.example", reference=build_reference()
    )


@pytest.fixture
def client(portal: Starlette) -> Iterator[TestClient]:
    with TestClient(portal, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    from tests.portal.browser import served

    with served(create_portal(samples.reader().opened, reference=build_reference())) as address:
        yield address
