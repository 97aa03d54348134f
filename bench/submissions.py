"""Entries sent in one by one and as files, how soon they are found, and the feed of changes."""

import argparse
import io
import threading
import time
from collections.abc import Iterator, Sequence
from random import Random
from typing import Self

import xlsxwriter

from app.submissions.imports.flattening import flatten, in_order, plain_lists
from bench import catalogues, office, servers
from bench.load import Target, rates_of, spread
from bench.office import ENTITY, Json
from bench.report import Result, at_least, at_most
from bench.servers import Server

ROWS = 10_000
_UPSERTS = 400
_PUBLICATIONS = 100
_CHANGES = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upserts(asked: argparse.Namespace) -> Iterator[Result]:
    """Entries sent in one by one: judged, journaled and committed before the answer."""
    folder = catalogues.prepared(asked.folder / "538", 0)
    made = office.entries(folder, _UPSERTS, seed=21)
    changed = [_changed(*one) for one in made]
    with office.opened(folder) as opened:
        for source_id, content in office.entries(folder, 20, seed=22):
            opened.put(source_id, content)
        for name, sent in (("New", made), ("Changed", changed), ("Unchanged", changed)):
            used = opened.server.processor_seconds()
            found = spread(opened.put(*one).milliseconds for one in sent)
            used = (opened.server.processor_seconds() - used) / len(sent) * 1000
            yield Result(f"{name} entry, processor time", f"{used:.1f} ms")
            yield Result(f"{name} entry, p50 of {found.requests}", f"{found.p50:.1f} ms")
            late = f"{name} entry, p99 of {found.requests}"
            yield at_most(late, found.p99, most=50, unit="ms")


def imports(asked: argparse.Namespace) -> Iterator[Result]:
    """A workbook of 10,000 rows: judged, published and found."""
    folder = catalogues.prepared(asked.folder / "538", 0)
    book = _workbook(office.entries(folder, ROWS, seed=23))
    parameters = f"entity={ENTITY}&mode=valid-rows&publish=true"
    with office.opened(folder) as opened:
        before = opened.ask("GET", "/v1/search?pageSize=1").body["total"]
        used, started = opened.server.processor_seconds(), time.perf_counter()
        with _Memory(opened.server) as memory:
            queued = opened.ask("POST", f"/v1/imports?{parameters}", book, _XLSX)
            path = f"/v1/imports/{queued.body['id']}"
            ended = opened.until(path, {"state": "finished"}, pause=0.2)
            finished = time.perf_counter() - started
            opened.until("/v1/search?pageSize=1", {"total": before + ROWS}, pause=0.1)
            found = time.perf_counter() - started
        used = opened.server.processor_seconds() - used
    assert ended.body["counts"]["created"] == ROWS, ended.body
    yield Result(f"{ROWS:,} rows published", f"{finished:.1f} s")
    yield at_most(f"{ROWS:,} rows published and found", found, most=60, unit="s")
    yield Result("Processor time of the server", f"{used:.1f} s")
    yield at_most("Memory of the server grew by (RSS)", memory.grown_mib, most=150, unit="MB")


def publishing(asked: argparse.Namespace) -> Iterator[Result]:
    """Approved entries: from the approval, as it is sent, until a search finds them."""
    folder = catalogues.prepared(asked.folder / "538", 0)
    taken = []
    with office.opened(folder) as opened:
        for number, (source_id, content) in enumerate(office.entries(folder, _PUBLICATIONS, 24)):
            word = f"published{number:04}word"
            said = content["title"] | {"en": f"{content['title']['en']} {word}"}
            sent = opened.put(source_id, content | {"title": said}).body["submission"]["id"]
            started = time.perf_counter()
            opened.ask("POST", f"/v1/submissions/{sent}/approve", b"{}")
            opened.until(f"/v1/search?q={word}&pageSize=1", {"total": 1}, pause=0.005)
            taken.append((time.perf_counter() - started) * 1000)
    found = spread(taken)
    yield Result(f"Approved and found, p50 of {found.requests}", f"{found.p50:.0f} ms")
    yield at_most(f"Approved and found, p99 of {found.requests}", found.p99, most=1000, unit="ms")


def feed(asked: argparse.Namespace) -> Iterator[Result]:
    """The feed of changes: pages of 200 entries with their documents."""
    for size in (0, ROWS):
        folder = catalogues.prepared(asked.folder / str(size or 538), size)
        with servers.dalil(folder) as dalil:
            last = catalogues.last_entry(folder) - _CHANGES
            after = [Random(1).randrange(last) for _ in range(2000)] if size else [0]
            targets = [Target(f"/v1/changes?cursor={one}&limit={_CHANGES}") for one in after]
            mib = len(servers.fetch(dalil.url(targets[0].path))[1]) / 2**20
            rate = rates_of(dalil, targets, rounds=asked.rounds, seconds=asked.seconds)
        place = f"anywhere in {last + _CHANGES:,}" if size else "the first"
        name = f"GET /v1/changes of {_CHANGES}, {place} ({mib:.1f} MB)"
        yield at_least(name, rate, least=300)


PARTS = (upserts, imports, publishing, feed)


def _changed(source_id: str, content: Json) -> tuple[str, Json]:
    return source_id, content | {"processingTime": "P61D"}


def _workbook(entries: Sequence[tuple[str, Json]]) -> bytes:
    """Write entries into the columns of the template, under Arabic headers."""
    is_plain = plain_lists(content for _, content in entries)
    flats = [flatten(source_id, content, is_plain=is_plain) for source_id, content in entries]
    columns = in_order({column for flat in flats for column in flat})
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [column.label("ar") for column in columns])
        for number, flat in enumerate(flats, 1):
            sheet.write_row(number, 0, [flat.get(column) for column in columns])
    return file.getvalue()


class _Memory:
    """Looks at the resident memory of a server every tenth of a second."""

    def __init__(self, server: Server) -> None:
        self.grown_mib = 0.0
        self._server = server
        self._before = server.memory_mib()[0]
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._is_over.wait(0.1):
            self.grown_mib = max(self.grown_mib, self._server.memory_mib()[0] - self._before)
