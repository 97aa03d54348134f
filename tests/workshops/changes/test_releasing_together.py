"""Releases that meet each other, imports and readers: every answer is of one version, whole."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from app.catalogue.models import ServiceDocument
from app.core import journal
from tests.api.gates import FROM, bearer, make_key
from tests.endurance.test_together import together
from tests.submissions.conftest import ENTRY
from tests.workshops.changes.conftest import RENAME, Table

RELEASES = "/taxonomies/services/releases"
SOURCE, TARGET = "02.1.2", "02.1.1"
MERGE = {"op": "merge", "sources": [{"notation": SOURCE}], "target": {"notation": TARGET}}
ROWS = 60


def versions(table: Table) -> list[str]:
    items = table.read("/taxonomies/services/versions", "")["items"]
    return [one["version"] for one in items]


def check_journal(table: Table) -> None:
    with table.database.read() as session:
        assert journal.find_broken_entry(session) is None
        assert journal.count(session) == journal.head(session)


@pytest.mark.parametrize("body", [None, {"rollback": True}])
def test_of_releases_at_once_one_is_made_and_the_others_find_nothing(
    table: Table, body: Any
) -> None:
    table.done("steward", table.accepted(operations=[RENAME]), "enact")
    if body:
        assert table.ask("steward", "POST", RELEASES).status_code == 201
    before = versions(table)

    answers = together(lambda _: table.ask("steward", "POST", RELEASES, body), 3)

    if body:  # a rollback is a release, and can be taken back itself
        assert {one.status_code for one in answers} <= {201, 409}
    else:
        assert Counter(one.status_code for one in answers) == {201: 1, 409: 2}
        assert {one.json()["code"] for one in answers if one.status_code == 409} == {
            "nothing-to-release"
        }
    made = [one.json()["version"] for one in answers if one.status_code == 201]
    assert sorted(versions(table)) == sorted([*before, *made])
    with table.database.read() as session:
        bodies = session.scalars(select(ServiceDocument.body)).all()
    assert {orjson.loads(one)["taxonomyVersion"] for one in bodies} == {versions(table)[0]}
    check_journal(table)


def test_releases_of_two_schemes_at_once_are_both_made(table: Table) -> None:
    rename = {
        "op": "set_pref_label",
        "concept": {"notation": "citizen"},
        "lang": "en",
        "old": label_of(table, "audience", "citizen"),
        "new": "Nationals of the tests",
    }
    table.done("steward", table.accepted(operations=[RENAME]), "enact")
    table.done("steward", table.accepted(scheme="audience", operations=[rename]), "enact")
    paths = [f"/taxonomies/{scheme}/releases" for scheme in ("services", "audience")]

    answers = together(lambda place: table.ask("steward", "POST", paths[place]), 2)

    assert [one.status_code for one in answers] == [201, 201]
    page = table.read("/services?limit=100", "")["items"]
    assert {one["taxonomyVersion"] for one in page} == {"1.0.1"}
    shown = {
        one["label"]["audience"]["citizen"]["en"] for one in page if "citizen" in one["audience"]
    }
    assert shown == {"Nationals of the tests"}
    check_journal(table)


def label_of(table: Table, scheme: str, notation: str) -> str:
    top = table.read(f"/taxonomies/{scheme}/versions/latest", "")["topConcepts"]
    return str(next(one["prefLabel"]["en"] for one in top if one["notation"] == notation))


class Readers:
    """Threads that read without rest, and what they saw that was wrong."""

    def __init__(self, table: Table, moved: int) -> None:
        self.table, self.moved = table, moved
        self.faults: list[str] = []
        self.seen: Counter[tuple[str, str]] = Counter()
        self._is_over = threading.Event()
        self._places = count()

    def read_without_rest(self, look: Callable[[], None]) -> None:
        while not self._is_over.is_set():
            try:
                look()
            except Exception as fault:
                self.faults.append(f"{look.__name__}: {fault!r}")
                return

    @contextmanager
    def reading(self) -> Iterator[None]:
        looks = (self.list_services, self.read_tree, self.count_facets, self.read_one)
        threads = [threading.Thread(target=self.read_without_rest, args=[look]) for look in looks]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._is_over.set()
            for thread in threads:
                thread.join()

    def answer(self, path: str) -> Any:
        place = next(self._places)  # a reader from everywhere, whom no quota stops
        headers = {FROM: f"198.51.{place // 250 % 250}.{place % 250}"}
        found = self.table.ask("", "GET", path, **headers)
        assert found.status_code == 200, (path, found.status_code, found.text[:300])
        return found.json()

    def list_services(self) -> None:
        """All services of a page are of one version, and so are their codes."""
        items = self.answer("/services?limit=100&category=02&includeChildren=true")["items"]
        [version] = {one["taxonomyVersion"] for one in items}
        said = {
            (one["taxonomyVersion"], one["notation"])
            for item in items
            for one in item["isClassifiedBy"]
        }
        assert {number for number, _ in said} == {version}
        codes = {code for _, code in said}
        assert (SOURCE in codes) is (version == "1.0.0"), (version, sorted(codes))
        self.seen["list", version] += 1

    def read_tree(self) -> None:
        """A tree counts the services of its own version."""
        found = self.answer("/taxonomies/services/versions/latest")
        counts = {one["notation"]: one["serviceCount"] for one in flat(found["topConcepts"])}
        if found["version"] == "1.0.0":
            assert counts[SOURCE] == self.moved, counts[SOURCE]
        else:
            assert SOURCE not in counts
            assert counts[TARGET] >= self.moved
        self.seen["tree", found["version"]] += 1

    def count_facets(self) -> None:
        """One answer counts a code or what came in its place, never some of both."""
        facets = self.answer("/search?pageSize=1&facets=category")["facets"]["category"]
        counts = {one["value"]: one["count"] for one in facets}
        assert all(one["label"] for one in facets)
        if SOURCE in counts:
            assert counts[SOURCE] == self.moved, counts[SOURCE]
        else:
            assert counts[TARGET] >= self.moved, counts[TARGET]
        self.seen["facets", "1.0.0" if SOURCE in counts else "1.1.0"] += 1

    def read_one(self) -> None:
        """A service names one version throughout."""
        [service] = self.answer("/services?limit=1&category=02.1&includeChildren=true")["items"]
        found = self.answer(f"/services/{service['id']}")
        numbers = {one["taxonomyVersion"] for one in found["isClassifiedBy"]}
        assert numbers == {found["taxonomyVersion"]}
        self.seen["one", found["taxonomyVersion"]] += 1


def flat(nodes: list[Any]) -> Iterator[Any]:
    for node in nodes:
        yield node
        yield from flat(node["children"])


def sent_rows() -> bytes:
    """Write entries of which half carry the code that is merged meanwhile."""
    lines = (
        {
            "sourceId": f"together-{number:03}",
            **ENTRY,
            "title": {"ar": f"تسجيل قارب {number}", "en": f"Boat registration {number}"},
            "isClassifiedBy": [{"notation": "03.1" if number % 2 else TARGET}],
        }
        for number in range(ROWS)
    )
    return "\n".join(json.dumps(one) for one in lines).encode()


def test_readers_see_one_version_or_the_next_while_a_release_meets_an_import(table: Table) -> None:
    table.done("steward", table.accepted(operations=[MERGE]), "enact")
    moved = table.read(f"/services?limit=1&category={SOURCE}", "")["total"]
    editor = make_key(table.database, "catalogue_editor")
    readers = Readers(table, moved)

    with readers.reading():
        until(lambda: len(readers.seen) == 4 or readers.faults)
        queued = table.client.post(
            "/v1/imports?entity=moi&mode=valid-rows&publish=true",
            content=sent_rows(),
            headers={**bearer(editor), "Content-Type": "application/x-ndjson"},
        )
        assert queued.status_code == 202, queued.text
        released = table.ask("steward", "POST", RELEASES)
        path = f"/v1/imports/{queued.json()['id']}"
        until(lambda: table.client.get(path, headers=bearer(editor)).json()["state"] == "finished")
        until(lambda: len(readers.seen) == 8 or readers.faults)

    assert readers.faults == []
    assert released.status_code == 201, released.text
    assert released.json()["version"] == "1.1.0"
    done = table.client.get(path, headers=bearer(editor)).json()
    assert done["counts"]["created"] == ROWS, done
    with table.database.read() as session:
        bodies = [orjson.loads(one) for one in session.scalars(select(ServiceDocument.body))]
    assert {one["taxonomyVersion"] for one in bodies} == {"1.1.0"}
    assert len(bodies) == 538 + ROWS
    check_journal(table)


def until(is_so: Callable[[], object], *, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_rollback_cannot_be_a_candidate(table: Table) -> None:
    """A candidate changes nothing else, but services would have been put back for it."""
    table.done("steward", table.accepted(operations=[RENAME]), "enact")
    assert table.ask("steward", "POST", RELEASES).status_code == 201
    before = versions(table)

    answer = table.ask("steward", "POST", RELEASES, {"rollback": True, "candidate": True})

    assert answer.status_code == 422
    assert versions(table) == before
    assert table.ask("steward", "POST", RELEASES, {"rollback": True}).status_code == 201
