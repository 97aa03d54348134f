"""Lists of services: filters mean what they say, and pages cover the list exactly once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import orjson
import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalogue.errors import FeedReset
from app.catalogue.queries.changes import list_changes, shown_changes
from app.catalogue.queries.documents import (
    count_documents,
    find_documents_as_of,
    stream_documents,
    stream_documents_as_of,
)
from app.catalogue.queries.listing import (
    count_by,
    list_documents,
    list_documents_as_of,
    stream_list,
    stream_list_as_of,
)
from app.catalogue.rules.filtering import ServiceFilters, matches
from app.catalogue.rules.terms import terms_of
from app.core import journal
from app.core.clock import now
from app.core.db import Database
from app.core.errors import Invalid
from app.core.paging import write_cursor
from tests.catalogue import world

EVERYTHING = ServiceFilters()
SORTS = ("id", "modified", "-modified")
_ONCE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def read_only(seeded_url: str) -> Iterator[Database]:
    """The demonstration, only read here; open connections would hinder its copying."""
    database = Database(seeded_url)
    yield database
    database.close()


@pytest.fixture(scope="module")
def documents(seeded_url: str) -> list[dict[str, Any]]:
    database = Database(seeded_url)
    with database.read() as session:
        found = [orjson.loads(body) for _, body in stream_documents(session)]
    database.close()
    return found


@st.composite
def _filters(draw: st.DrawFn, documents: list[dict[str, Any]]) -> ServiceFilters:
    """Filters whose values are mostly taken from one document, so that something passes."""
    model = terms_of(draw(st.sampled_from(documents)))
    facets = draw(st.lists(st.sampled_from(sorted(model)), max_size=4, unique=True))
    values = {
        facet: tuple(
            draw(
                st.lists(
                    st.sampled_from([*model[facet], "nothing", "01.1", "portal"]),
                    min_size=1,
                    max_size=3,
                )
            )
        )
        for facet in facets
    }
    moments = [datetime.fromisoformat(one["modified"]) for one in documents[::100]]
    moments += [moments[0] + timedelta(microseconds=1), datetime(999, 1, 1, tzinfo=UTC)]
    return ServiceFilters(
        values=values,
        is_free=draw(st.sampled_from([None, None, True, False])),
        cost_max_fils=draw(st.sampled_from([None, None, 0, 1000, 5000, 20_000, 10**12])),
        updated_after=draw(st.none() | st.sampled_from(moments)),
        updated_before=draw(st.none() | st.sampled_from(moments)),
    )


@settings(parent=_ONCE, max_examples=120)
@given(data=st.data())
def test_filters_mean_what_they_say(
    read_only: Database, documents: list[dict[str, Any]], data: st.DataObject
) -> None:
    wanted = data.draw(_filters(documents))

    expected = [one["id"] for one in documents if matches(one, wanted)]

    with read_only.read() as session:
        page = list_documents(session, wanted, sort="id", limit=1000, cursor=None)
    assert [orjson.loads(body)["id"] for body in page.bodies] == expected
    assert (page.total, page.next_cursor) == (len(expected), None)


@settings(parent=_ONCE, max_examples=25)
@given(data=st.data(), sort=st.sampled_from(SORTS), limit=st.integers(7, 600))
def test_pages_cover_the_list_exactly_once(
    read_only: Database,
    documents: list[dict[str, Any]],
    data: st.DataObject,
    sort: Any,
    limit: int,
) -> None:
    wanted = data.draw(st.just(EVERYTHING) | _filters(documents))
    found, cursor, totals = [], None, set()

    with read_only.read() as session:
        while True:
            page = list_documents(session, wanted, sort=sort, limit=limit, cursor=cursor)
            assert len(page.bodies) <= limit
            found += [orjson.loads(body) for body in page.bodies]
            totals.add(page.total)
            cursor = page.next_cursor
            if cursor is None:
                break
        streamed = [orjson.loads(body) for body in stream_list(session, wanted, sort=sort)]

    assert found == streamed
    expected = [one["id"] for one in documents if matches(one, wanted)]
    assert sorted(one["id"] for one in found) == expected
    assert totals == {len(expected)}
    for one, other in pairwise(found):
        key, next_key = (one["modified"], one["id"]), (other["modified"], other["id"])
        if sort == "id":
            assert key[1] < next_key[1]
        elif sort == "modified":
            assert key < next_key
        else:
            assert key > next_key


@pytest.mark.parametrize("sort", SORTS)
def test_what_stays_is_listed_once_while_other_rows_come_and_go(
    catalogue: Database, sort: Any
) -> None:
    names = [f"s{number:02}" for number in range(20)]
    for place, name in enumerate(names):
        moment = datetime(2026, 1, 1 + place // 3, tzinfo=UTC)
        with time_machine.travel(moment, tick=False), catalogue.write() as session:
            world.publish(session, world.entry(name))
    found: list[str] = []
    cursor = None

    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False):
        for step in range(99):
            with catalogue.read() as session:
                page = list_documents(session, EVERYTHING, sort=sort, limit=3, cursor=cursor)
            found += [orjson.loads(body)["id"] for body in page.bodies]
            cursor = page.next_cursor
            if cursor is None:
                break
            with catalogue.write() as session:
                world.publish(session, world.entry(f"new{step:02}"))
                world.publish(session, world.entry("s07", title=world.text(f"New {step}")))
                if step == 1:
                    world.archive(session, "s03")

    stayed = set(names) - {"s03", "s07"}
    assert stayed <= set(found)
    assert all(found.count(name) == 1 for name in stayed)


def _cursors() -> list[str]:
    return [
        "garbage", "====", "é", "\ud800", "\x00", "A" * 5000,
        write_cursor("nothing", "x"),
        write_cursor("id", 5),
        write_cursor("id", 2**200),
        write_cursor("id", "x", "y", "z"),
        write_cursor("changes", 5),
        *(write_cursor(sort, when, "x") for sort in SORTS for when in (
            "", "soon", "2026-13-01", "2026-01-01T00:00:00\x00",
            "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "0001-01-01",
        )),
        write_cursor("modified", "2026-01-01T00:00:00Z"),
    ]  # fmt: skip


@pytest.mark.parametrize("sort", SORTS)
def test_hostile_cursors_are_refused(read_only: Database, sort: Any) -> None:
    with read_only.read() as session:
        for cursor in _cursors():
            try:
                list_documents(session, EVERYTHING, sort=sort, limit=2, cursor=cursor)
            except Invalid:
                continue
            assert cursor == write_cursor(sort, "0001-01-01", "x"), cursor


def test_a_cursor_of_another_order_is_refused(read_only: Database) -> None:
    with read_only.read() as session:
        ours = {
            sort: list_documents(session, EVERYTHING, sort=sort, limit=2, cursor=None).next_cursor
            for sort in SORTS
        }
        for sort in SORTS:
            for other in set(SORTS) - {sort}:
                with pytest.raises(Invalid):
                    list_documents(session, EVERYTHING, sort=sort, limit=2, cursor=ours[other])


@_ONCE
@given(cursor=st.text(st.characters(), min_size=1) | st.text("0123456789-_=ABCabc", min_size=1))
def test_hostile_cursors_of_the_feed_are_refused(read_only: Database, cursor: str) -> None:
    with read_only.read() as session:
        try:
            page = list_changes(session, cursor=cursor, limit=1)
        except (Invalid, FeedReset):
            return

    assert 0 <= int(cursor) <= 1298
    assert all(one.seq > int(cursor) for one in page.items)


@pytest.mark.parametrize(
    "values", [("id", 5, ""), ("changes", "5", ""), ("changes",), ("changes", 5, "", "")]
)
def test_a_cursor_of_another_feed_is_refused(read_only: Database, values: tuple) -> None:
    with pytest.raises(Invalid), read_only.read() as session:
        list_changes(session, cursor=write_cursor(*values), limit=1)


@pytest.mark.parametrize("cursor", ["1299", write_cursor("changes", -1, ""),
                                    write_cursor("changes", 5, "another"),
                                    write_cursor("changes", 2**62, "")])  # fmt: skip
def test_a_cursor_of_another_journal_is_told_apart(read_only: Database, cursor: str) -> None:
    with pytest.raises(FeedReset), read_only.read() as session:
        list_changes(session, cursor=cursor, limit=1)


def test_the_cursor_of_an_empty_page_of_the_feed_is_to_be_used_again(catalogue: Database) -> None:
    with catalogue.read() as session:
        end = list_changes(session, cursor=None, limit=500)
        again = list_changes(session, cursor=end.next_cursor, limit=500)
    assert (again.items, again.next_cursor, again.has_more) == ([], end.next_cursor, False)

    with catalogue.write() as session:
        world.put_entity(session, "moi", title=world.text("Interior"))
        world.put_evidence(session, "pp", "Passport")
    with catalogue.read() as session:
        entity, record = list_changes(session, cursor=again.next_cursor, limit=500).items
    assert (entity.subject.type, entity.object["title"]["en"]) == ("entity", "Interior")
    assert (record.subject.type, record.object["title"]["en"]) == ("evidence-type", "Passport")
    assert end.items[-1].seq + 1 == entity.seq


def test_the_feed_hides_what_is_not_public(seeded: Database) -> None:
    with seeded.read() as session:
        page = list_changes(session, cursor="700", limit=500)

    assert not [one for one in page.items if one.kind == "revision_saved"]
    assert {one.subject.type for one in page.items} == {"service"}


@pytest.mark.parametrize("limit", [1, 7, 50])
def test_lists_of_the_past_are_pages_of_the_documents_of_then(
    catalogue: Database, limit: int
) -> None:
    with catalogue.write() as session:
        world.publish(session, *(world.entry(f"s{number:02}") for number in range(15)))
    then = now()
    with catalogue.write() as session:
        world.archive(session, "s03")
        world.publish(session, world.entry("s99"), world.entry("s04", title=world.text("New")))
    found, cursor = [], None

    with catalogue.read() as session:
        while True:
            page = list_documents_as_of(session, EVERYTHING, as_of=then, limit=limit, cursor=cursor)
            found += page.bodies
            cursor = page.next_cursor
            if cursor is None:
                break
        expected = [body for _, body in stream_documents_as_of(session, then)]
        assert list(stream_list_as_of(session, EVERYTHING, as_of=then)) == expected
        with pytest.raises(Invalid):
            other = write_cursor("id", "s01")
            list_documents_as_of(session, EVERYTHING, as_of=then, limit=2, cursor=other)

    assert found == expected
    assert len(expected) == page.total == 15


def test_the_feed_shows_every_kind_of_thing_as_it_is_now(catalogue: Database) -> None:
    with catalogue.read() as session:
        page = list_changes(session, cursor=None, limit=500)

    shown = {one.subject.type: one.object for one in page.items}
    assert set(shown) == {
        "taxonomy-version",
        "entity",
        "evidence-type",
        "channel",
        "legal-resource",
    }
    assert shown["taxonomy-version"]["version"] == "1.0.0"
    assert shown["channel"]["url"] == "https://moi.example.kw"
    assert shown["legal-resource"]["title"] == world.text("Law one")
    assert not page.has_more


def test_some_documents_are_read_as_they_were(catalogue: Database) -> None:
    with catalogue.write() as session:
        world.publish(session, world.entry("a"), world.entry("b"), world.entry("c"))
    then = now()
    with catalogue.write() as session:
        world.archive(session, "a")
        world.publish(session, world.entry("b", title=world.text("New")), world.entry("d"))

    with catalogue.read() as session:
        found = find_documents_as_of(session, ["a", "b", "d", "nothing"], then)
        everything = dict(stream_documents_as_of(session, then))
    assert found == {key: everything[key] for key in ("a", "b")}


def test_counts_are_those_of_the_documents(
    read_only: Database, documents: list[dict[str, Any]]
) -> None:
    with read_only.read() as session:
        assert count_documents(session) == len(documents) == 538
        for facet in ("entity", "audience", "categoryPath", "digitalStage", "evidenceType"):
            counted: dict[str, int] = {}
            for document in documents:
                for value in terms_of(document)[facet]:
                    counted[value] = counted.get(value, 0) + 1
            assert count_by(session, facet) == counted


@pytest.mark.parametrize("after", [0, 3, 30])
def test_the_feed_is_written_as_webhooks_are_told(catalogue: Database, after: int) -> None:
    with catalogue.write() as session:
        world.publish(session, *(world.entry(f"s{number:02}") for number in range(15)))
        world.archive(session, "s03")
    with catalogue.read() as session:
        entries = journal.entries(session, after=after, limit=20, is_public=True)
        told = list(shown_changes(session, entries))
        page = list_changes(session, cursor=str(after), limit=20)

    assert page.items == told
    assert len(told) > 0
