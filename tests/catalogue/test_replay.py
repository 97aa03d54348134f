"""Following the change feed gives exactly what is published, whatever was done."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.catalogue import commands
from app.catalogue.errors import ServiceNotFound
from app.catalogue.queries.concepts import count_by_concept
from app.catalogue.queries.documents import (
    get_document,
    stream_any_as_of,
    stream_documents,
    stream_documents_as_of,
)
from app.core import journal
from app.core.clock import now
from app.core.db import Database
from app.taxonomy.queries import get_scheme, list_concepts
from tests.catalogue import world
from tests.catalogue.replica import Replica
from tests.conftest import Server, opened_copy

SERVICES = ("a", "b", "c", "d")
Json = dict[str, Any]
Step = tuple[str, Callable[[Session], object]]

ids = st.sampled_from(SERVICES)
words = st.sampled_from(["red", "green", "blue"])
entities = st.sampled_from(["moi", "paci"])


class OnPurposeError(RuntimeError):
    """Ends a unit of work, so that nothing of it is kept."""


def _publish(service: str, word: str, related: list[str], is_full: bool) -> Step:
    base = world.FULL if is_full else world.PLAIN

    def run(session: Session) -> None:
        published = {key for key, _ in stream_documents(session)} | {service}
        named = [one for one in related if one in published]
        content = {"title": world.text(f"{service} {word}"), "relatedService": named}
        entity = "moi" if service in "ab" else "paci"
        world.publish(session, world.entry(service, base, entity=entity, **content))

    return f"publish {service} {word} {related} {is_full}", run


def _batch(first: str, second: str, word: str) -> Step:
    def run(session: Session) -> None:
        def one(service: str, other: str) -> Any:
            entity = "moi" if service in "ab" else "paci"
            title = world.text(f"{service} {word}")
            return world.entry(service, entity=entity, title=title, requires=[other])

        world.publish(session, one(first, second), one(second, first))

    return f"publish {first} and {second} together, {word}", run


def _archive(service: str) -> Step:
    def run(session: Session) -> None:
        with suppress(ServiceNotFound):
            world.archive(session, service)

    return f"archive {service}", run


def _fail(step: Step) -> Step:
    def run(session: Session) -> None:
        step[1](session)
        session.flush()
        raise OnPurposeError

    return f"fail after: {step[0]}", run


def _release(scheme: str, concept: int, word: str, *, moves: bool, recodes: bool) -> Step:
    def run(session: Session) -> None:
        latest = get_scheme(session, scheme).latest
        file = world.scheme_file(scheme, f"1.{int(latest.split('.')[1]) + 1}.0")
        changed = file["concepts"][concept % len(file["concepts"])]
        changed["prefLabel"]["en"] = f"Concept {word}"
        if recodes:
            changed["notation"] = f"{changed['notation']}-{word}"
        if moves and changed is not file["concepts"][-1]:
            file["concepts"].append(file["concepts"].pop())
            changed["broader"] = [file["concepts"][-1]["id"]]
        world.release(session, file)

    return f"release {scheme} {concept} {word} moves={moves} recodes={recodes}", run


def _simple(name: str, run: Callable[[Session], object]) -> Step:
    return name, run


steps = st.one_of(
    st.builds(_publish, ids, words, st.lists(ids, max_size=2), st.booleans()),
    st.builds(_publish, ids, words, st.lists(ids, max_size=2), st.booleans()),
    st.builds(_batch, ids, ids, words),
    st.builds(_archive, ids),
    st.builds(
        lambda e, w: _simple(
            f"rename {e} {w}", lambda s: world.put_entity(s, e, title=world.text(f"{e} {w}"))
        ),
        entities,
        words,
    ),
    st.builds(
        lambda e, w: _simple(
            f"describe {e} {w}", lambda s: world.put_entity(s, e, description=world.text(w))
        ),
        entities,
        words,
    ),
    st.builds(
        lambda r, w: _simple(f"evidence {r} {w}", lambda s: world.put_evidence(s, r, w)),
        st.sampled_from(["pp", "cid"]),
        words,
    ),
    st.builds(
        lambda w: _simple(
            f"channel {w}", lambda s: world.put_channel(s, "moi-portal", url=f"https://{w}.kw")
        ),
        words,
    ),
    st.builds(lambda w: _simple(f"law {w}", lambda s: world.put_law(s, "law-1", w)), words),
    st.builds(
        lambda *a: _release(*a[:3], moves=a[3], recodes=a[4]),
        st.sampled_from(["services", "audience", "life-event", "channel"]),
        st.integers(0, 3),
        words,
        st.booleans(),
        st.booleans(),
    ),
)
programmes = st.lists(steps | steps.map(_fail), min_size=1, max_size=9)


def _published(session: Session) -> dict[str, Json]:
    return {key: orjson.loads(body) for key, body in stream_documents(session)}


def _saying(documents: dict[str, Json]) -> dict[str, Json]:
    return {
        key: {name: value for name, value in document.items() if name != "modified"}
        for key, document in documents.items()
    }


def _run(database: Database, programme: list[Step]) -> None:
    replica, before = Replica(), {}
    pictures: list[tuple[datetime, dict[str, Json]]] = []
    for name, run in programme:
        with suppress(OnPurposeError), database.write() as session:
            run(session)
        with database.read() as session:
            after = _published(session)
            named = replica.follow(session)
            said, says = _saying(before), _saying(after)
            keys = said.keys() | says.keys()
            changed = {key for key in keys if said.get(key) != says.get(key)}
            back = {key for key in named if after.get(key) == before.get(key)}
        assert replica.documents == after, name
        assert changed <= named, f"{name}: {changed - named} changed and nobody was told"
        assert not back, f"{name}: {back} did not change and was announced"
        pictures.append((now(), after))
        before = after
    _check_end(database, replica, pictures)


def _check_end(
    database: Database, replica: Replica, pictures: list[tuple[datetime, dict[str, Json]]]
) -> None:
    with database.read() as session:
        late = Replica()
        late.follow(session)
        assert late.documents == _published(session)
        assert late.versions == replica.versions
        assert journal.find_broken_entry(session) is None
        for instant, documents in pictures:
            found = stream_documents_as_of(session, instant)
            assert {key: orjson.loads(body) for key, body in found} == documents
            in_any_order = list(stream_any_as_of(session, instant))
            assert {key: orjson.loads(body) for key, body in in_any_order} == documents
            assert len(in_any_order) == len(documents)
            for key in SERVICES:
                _check_as_of(session, key, instant, documents.get(key))
        _check_counts(session, pictures[-1][1])
    for versions in late.versions.values():
        assert versions == list(range(1, len(versions) + 1))


def _check_counts(session: Session, documents: dict[str, Json]) -> None:
    for scheme, used in (
        ("services", lambda one: {each["notation"] for each in one["isClassifiedBy"]}),
        ("audience", lambda one: set(one["audience"])),
    ):
        concepts = list_concepts(session, scheme)
        paths = {one.notation: set(one.path) for one in concepts}
        shown = [set().union(*(paths[code] for code in used(one))) for one in documents.values()]
        expected = {one.id: sum(one.id in keys for keys in shown) for one in concepts}
        found = count_by_concept(session, scheme)
        assert found == {key: number for key, number in expected.items() if number}


def _check_as_of(session: Session, key: str, instant: datetime, expected: Json | None) -> None:
    if expected is None:
        with pytest.raises(ServiceNotFound):
            get_document(session, key, as_of=instant)
    else:
        body = get_document(session, key, as_of=instant).body
        assert orjson.loads(body) == expected


_SETTINGS = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=False
)


@_SETTINGS
@given(programme=programmes)
def test_following_the_feed_rebuilds_exactly_what_is_published(
    server: Server, built_url: str, programme: list[Step]
) -> None:
    with opened_copy(server, built_url) as database:
        _run(database, programme)


def test_the_whole_demonstration_can_be_rebuilt_from_the_feed(seeded: Database) -> None:
    with seeded.write() as session:
        commands.archive(session, "moi-res18-renew", actor="test", reason="gone")
        world.put_entity(session, "paci", title=world.text("Renamed"))
    replica = Replica()

    with seeded.read() as session:
        replica.follow(session)
        published = _published(session)

    assert replica.documents == published
    assert len(published) == 537
