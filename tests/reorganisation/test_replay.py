"""Whatever merges, splits and is renamed: the feed tells all, and nothing is lost."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.api.parameters import ListParameters, filters_of
from app.catalogue.queries import registries
from app.catalogue.queries.documents import stream_documents, stream_documents_as_of
from app.catalogue.queries.holdings import list_holdings
from app.catalogue.queries.listing import list_documents
from app.core import journal
from app.core.clock import now
from app.core.db import Database
from app.entities import queries
from app.entities.errors import EntityVanished
from app.reorganisation.errors import UnsoundReorganisation
from tests.catalogue import world
from tests.catalogue.replica import Replica
from tests.conftest import Server, opened_copy
from tests.reorganisation.orders import carry_out, merge, part, preview, rename, split

ENTITIES = ("moi", "paci", "e1", "e2", "e3")
Json = dict[str, Any]
Step = Callable[["Government"], object]
names = st.sampled_from(ENTITIES)
targets = st.sampled_from((*ENTITIES, "new"))
words = st.sampled_from(["red", "green", "blue"])
sources = st.sampled_from(["x", "y", "moi.x"])


@dataclass
class Government:
    """What ought to be true, kept beside the catalogue in the plainest way."""

    database: Database
    homes: dict[str, str] = field(default_factory=dict)
    gone: dict[str, list[str]] = field(default_factory=dict)
    published: set[str] = field(default_factory=set)

    def present(self, entity: str) -> list[str]:
        """Follow an entity to those that stand in its place."""
        if entity not in self.gone:
            return [entity]
        found = [one for each in self.gone[entity] for one in self.present(each)]
        return list(dict.fromkeys(found))

    def exists(self, entity: str) -> bool:
        """Tell whether an entity is there, or was."""
        with self.database.read() as session:
            return bool(queries.find_titles(session, [entity]))

    def own(self, entity: str) -> list[str]:
        """Name the services of an entity."""
        return sorted(key for key, home in self.homes.items() if home == entity)


def _enter(entity: str, source: str, word: str) -> Step:
    def run(known: Government) -> None:
        service = f"{entity}-{source}"
        home = known.homes.get(service, entity)
        entry = world.entry(service, entity=home, title=world.text(word))
        with known.database.read() as session:
            held = {one.service_id: one.source_id for one in list_holdings(session, home)}
        entry = entry.model_copy(update={"source_id": held.get(service, source)})
        if not known.exists(home) or (service not in held and source in held.values()):
            return
        try:
            with known.database.write() as session:
                world.publish(session, entry)
        except EntityVanished:
            assert home in known.gone
            return
        known.homes[service] = home
        known.published.add(service)

    return run


def _archive(entity: str, source: str) -> Step:
    def run(known: Government) -> None:
        service = f"{entity}-{source}"
        if service in known.published:
            with known.database.write() as session:
                world.archive(session, service)
            known.published.discard(service)

    return run


def _merge(entity: str, into: str) -> Step:
    def run(known: Government) -> None:
        if not _works(known, merge(entity, into)):
            return
        known.gone[entity] = [into]
        known.homes |= dict.fromkeys(known.own(entity), into)

    return run


def _rename(entity: str, word: str) -> Step:
    return lambda known: _works(known, rename(entity, word))


def _split(entity: str, into: str, many: int, heir: str | None) -> Step:
    def run(known: Government) -> None:
        own = known.own(entity)
        moving = own[: max(1, len(own) * many // 3)]
        new = None if known.exists(into) else {"type": "agency", "title": {"en": into}}
        if not _works(known, split(entity, part(into, *moving, create=new), heir=heir)):
            return
        known.homes |= dict.fromkeys(moving, into)
        if heir:
            known.gone[entity] = list(dict.fromkeys([heir, into]))
            known.homes |= dict.fromkeys(known.own(entity), heir)

    return run


def _works(known: Government, operation: Json) -> bool:
    """Carry a step out, unless it cannot be; then nothing must have changed."""
    with known.database.read() as session:
        head = journal.head(session)
    with suppress(UnsoundReorganisation):
        plan = preview(known.database, operation)
        with known.database.read() as session:
            assert journal.head(session) == head
        done = carry_out(known.database, operation, fingerprint=plan.fingerprint)
        assert done == plan.model_copy(update={"is_applied": True})
        return True
    return False


steps = st.one_of(
    st.builds(_enter, names, sources, words),
    st.builds(_enter, names, sources, words),
    st.builds(_archive, names, sources),
    st.builds(_merge, names, targets),
    st.builds(_merge, names, targets),
    st.builds(_rename, names, words),
    st.builds(_split, names, targets, st.integers(0, 3), st.none() | targets),
    st.builds(_split, names, targets, st.integers(0, 3), st.none()),
)


CHAIN = [
    _enter("moi", "x", "red"),
    _enter("paci", "x", "green"),
    _enter("paci", "moi.x", "blue"),
    _merge("moi", "paci"),
    _merge("paci", "e1"),
    _enter("moi", "x", "green"),
    _split("e1", "new", 1, "e2"),
    _rename("e2", "red"),
]


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@example(programme=CHAIN)
@given(programme=st.lists(steps, min_size=6, max_size=14))
def test_nothing_is_lost_and_everything_is_told(
    server: Server, built_url: str, programme: list[Step]
) -> None:
    with opened_copy(server, built_url) as database:
        known = Government(database)
        with database.write() as session:
            for entity in ("e1", "e2", "e3"):
                world.put_entity(session, entity, parent="moi" if entity == "e3" else None)
        services, entities = Replica(), Replica(subject="entity")
        pictures: list[tuple[datetime, dict[str, Json]]] = []
        for step in programme:
            step(known)
            with database.read() as session:
                services.follow(session)
                entities.follow(session)
                _check(session, known, services, entities)
                pictures.append((now(), _published(session)))
        with database.read() as session:
            _check_past(session, pictures)


def _published(session: Session) -> dict[str, Json]:
    return {key: orjson.loads(body) for key, body in stream_documents(session)}


def _check(session: Session, known: Government, services: Replica, entities: Replica) -> None:
    documents = _published(session)
    assert services.documents == documents
    assert documents.keys() == known.published
    shown = {key: one["hasCompetentAuthority"]["id"] for key, one in documents.items()}
    assert shown == {key: known.homes[key] for key in documents}
    listed = {one.id: _said(one) for one in registries.list_entities(session)}
    told = {key: {**one, "serviceCount": 0} for key, one in entities.documents.items()}
    assert told == listed
    for entity in listed:
        own = [one.service_id for one in list_holdings(session, entity)]
        assert own == known.own(entity)
    assert sum(len(known.own(one)) for one in listed) == len(known.homes)
    _check_successors(session, known, documents)


def _check_successors(session: Session, known: Government, documents: dict[str, Json]) -> None:
    for entity in known.gone:
        found = registries.get_entity(session, entity)
        assert found.replaced_by == known.present(entity) != []
        assert not set(found.replaced_by) & known.gone.keys()
        wanted = filters_of(session, ListParameters(entity=[entity]))
        page = list_documents(session, wanted, sort="id", limit=200, cursor=None)
        expected = {key for key in documents if known.homes[key] in found.replaced_by}
        assert {orjson.loads(body)["id"] for body in page.bodies} == expected


def _said(entity: Any) -> Json:
    return {**entity.model_dump(mode="json", by_alias=True), "serviceCount": 0}


def _check_past(session: Session, pictures: list[tuple[datetime, dict[str, Json]]]) -> None:
    assert journal.find_broken_entry(session) is None
    for instant, documents in pictures:
        found = stream_documents_as_of(session, instant)
        assert {key: orjson.loads(body) for key, body in found} == documents
    late = Replica()
    late.follow(session)
    assert late.documents == _published(session)
    assert all(v == list(range(1, len(v) + 1)) for v in late.versions.values())
