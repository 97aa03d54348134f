"""The API against a bare ASGI application and against Datasette, in one run.

Servers run on one core, the load generator on another; everything listens on loopback.
"""

import argparse
import pickle
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from urllib.parse import quote

import orjson
from rich.console import Console

from app.core.settings import ROOT
from bench import catalogues, report, servers, submissions
from bench.load import Target, find_wrk, in_turns, latencies
from bench.report import Result, at_most, beside, slowed
from bench.servers import Server

LIST = "/v1/services?limit=20"
_FACETS = "entity,categoryPath,audience"
SIZES = (10_000, 100_000)
_SAMPLE = 2000
"""Documents that the bare application holds and that all are asked for."""


def main() -> None:
    """Run what was asked for and show the results."""
    asked = _arguments()
    find_wrk()
    console, results = Console(width=110), []
    for part in _parts():
        if not asked.only or part.__name__ in asked.only:
            found = list(part(asked))
            report.show(console, (part.__doc__ or "").splitlines()[0], found)
            results += found
    if asked.markdown:
        report.write_markdown(asked.markdown, results)


def small_catalogue(asked: argparse.Namespace) -> Iterator[Result]:
    """The demonstration, 538 services: requests per second."""
    folder = catalogues.prepared(asked.folder / "538", 0)
    with ExitStack() as running, TemporaryDirectory() as temporary:
        dalil = running.enter_context(servers.dalil(folder))
        uncached = running.enter_context(servers.dalil(folder, cache_mib=0))
        tape, known = _record(dalil, catalogues.ids(folder))
        (Path(temporary) / "tape").write_bytes(pickle.dumps(tape))
        bare = running.enter_context(servers.bare(Path(temporary) / "tape"))
        for name, targets, least in _kinds(known):
            paths = [(server, targets) for server in (dalil, uncached, bare)]
            warm, cold, yard = in_turns(paths, rounds=asked.rounds, seconds=asked.seconds)
            yield beside(name, warm, yard, name="bare", least=least)
            if name == "List of 20":  # other answers need no room among those that are kept
                yield beside(f"{name}, nothing kept", cold, yard, name="bare")
        yield from _against_datasette(asked, dalil, folder, Path(temporary), known)


def searches(asked: argparse.Namespace) -> Iterator[Result]:
    """Searches at 538 services: each query once, one connection."""
    folder = catalogues.prepared(asked.folder / "538", 0)
    lines = (ROOT / "seeds" / "queries.jsonl").read_bytes().splitlines()
    queries = [quote(orjson.loads(line)["query"]) for line in lines]
    # Another page size is another answer of the same cost, so that none was kept before.
    plain = [[Target(f"/v1/search?q={one}&pageSize={n}") for one in queries] for n in (18, 19, 20)]
    facets = [[Target(f"{one.path}&facets={_FACETS}") for one in targets] for targets in plain]
    typed = [
        [Target(f"/v1/suggest?q={quote(word)}&limit={n}") for word in _beginnings()]
        for n in (9, 10)
    ]
    with servers.dalil(folder) as dalil:
        latencies(dalil, [[Target(f"/v1/search?q={one}&pageSize=17") for one in queries]])
        for name, tries in (("Search", plain), ("Search with facets", facets), ("Suggest", typed)):
            found = latencies(dalil, tries)
            yield at_most(f"{name}, p50 of {found.requests}", found.p50, most=10, unit="ms")
            yield at_most(f"{name}, p99 of {found.requests}", found.p99, most=10, unit="ms")


def large_catalogues(asked: argparse.Namespace) -> Iterator[Result]:
    """Large catalogues: reads by random id beside the small one, lists, searches, memory."""
    small_folder = catalogues.prepared(asked.folder / "538", 0)
    small_targets = _reads(catalogues.ids(small_folder))
    for size in SIZES:
        folder = catalogues.prepared(asked.folder / str(size), size)
        targets = _reads(catalogues.generated_ids(size))
        with servers.dalil(small_folder) as small, servers.dalil(folder) as large:
            pairs = [(small, small_targets), (large, targets)]
            before, after = in_turns(pairs, rounds=asked.rounds, seconds=asked.seconds)
            name = f"GET /v1/services/{{id}} of {size:,} at random"
            yield slowed(name, after, before, name="538", most=1.3)
            yield from _at_size(large, size)


def loading(asked: argparse.Namespace) -> Iterator[Result]:
    """Loading and indexing 10,000 generated services after the demonstration."""
    with TemporaryDirectory(dir=asked.folder) as temporary:
        filled = catalogues.fill(Path(temporary), 10_000)
    together = filled.load_seconds + filled.index_seconds
    yield Result("Load 10,000 services", f"{filled.load_seconds:.1f} s")
    yield Result("Index 10,000 services", f"{filled.index_seconds:.1f} s")
    yield Result("Both, processor time alone", f"{filled.processor_seconds:.1f} s")
    yield at_most("Load and index 10,000 services", together, most=30, unit="s")


def _parts() -> Sequence[Callable[[argparse.Namespace], Iterator[Result]]]:
    return small_catalogue, searches, large_catalogues, loading, *submissions.PARTS


def _at_size(large: Server, size: int) -> Iterator[Result]:
    lists = [[Target(f"{LIST}&sort={one}") for one in ("id", "modified", "-modified")]]
    words = [
        [Target(f"/v1/search?q={quote(word)}&pageSize={n}") for word in _WORDS] for n in (9, 10)
    ]
    for name, tries in (("List of 20, not kept", lists), ("Search", words)):
        found = latencies(large, tries)
        yield Result(f"{name}, p50 at {size:,}", f"{found.p50:.1f} ms")
        yield Result(f"{name}, slowest at {size:,}", f"{found.p99:.1f} ms")
    resident, own = large.memory_mib()
    if size == max(SIZES):
        yield at_most(f"Memory of the process at {size:,} (RSS)", resident, most=300, unit="MB")
    else:
        yield Result(f"Memory of the process at {size:,} (RSS)", f"{resident:.0f} MB")
    yield Result(f"Memory of the process at {size:,} (PSS)", f"{own:.0f} MB")


_WORDS = ("رخصة محل", "تجديد اقامة", "شهادة ميلاد السالمية", "driving licence", "lost card", "رخصه")


def _record(
    dalil: Server, ids: Sequence[str]
) -> tuple[dict[bytes, tuple[bytes, bytes]], list[Target]]:
    """Copy answers of Dalil to a tape, and note their ETags."""
    tape, known = {}, []
    for path in (*(f"/v1/services/{one}" for one in ids[:_SAMPLE]), LIST):
        headers, body = servers.fetch(dalil.url(path))
        tape[path.encode()] = (headers["etag"].encode(), body)
        known.append(Target(path, headers["etag"]))
    return tape, known


def _kinds(known: Sequence[Target]) -> Iterator[tuple[str, list[Target], float]]:
    reads = [Target(one.path) for one in known[:-1]]
    yield "GET /v1/services/{id}", reads, 0.40
    yield "GET /v1/services/{id}, 304", list(known[:-1]), 0.45
    yield "List of 20", [Target(known[-1].path)], 0.15


def _against_datasette(
    asked: argparse.Namespace, dalil: Server, folder: Path, temporary: Path, known: Sequence[Target]
) -> Iterator[Result]:
    program = asked.datasette or shutil.which("datasette", path=Path(sys.executable).parent)
    if not program:
        yield Result("Datasette is not installed", "skipped")
        return
    catalogues.write_datasette(folder, temporary / "catalogue.db")
    rows = [Target(f"/catalogue/service/{Path(one.path).name}.json") for one in known[:-1]]
    page = [Target("/catalogue/service.json?_size=20&_shape=array")]
    with servers.datasette(program, temporary / "catalogue.db") as other:
        for name, ours, theirs in (
            ("Read by id", known[:-1], rows),
            ("List of 20", known[-1:], page),
        ):
            pair = [(dalil, [Target(one.path) for one in ours]), (other, theirs)]
            mine, its = in_turns(pair, rounds=asked.rounds, seconds=asked.seconds)
            yield beside(name, mine, its, name="Datasette")


def _reads(ids: Sequence[str]) -> list[Target]:
    chosen = list(ids)
    Random(1).shuffle(chosen)
    return [Target(f"/v1/services/{one}") for one in chosen]


def _beginnings() -> list[str]:
    """Return what a visitor has typed after each letter of some words."""
    words = (
        "تجديد الإقامة",
        "شهادة ميلاد",
        "رخصة قيادة",
        "driving licence",
        "civil id",
        "passport",
    )
    return list(dict.fromkeys(word[:n] for word in words for n in range(1, len(word) + 1)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.http", description=__doc__)
    parts = [part.__name__ for part in _parts()]
    parser.add_argument("--only", nargs="*", choices=parts, help="Parts to run; all if none.")
    parser.add_argument("--seconds", type=int, default=5, help="Length of one run.")
    parser.add_argument("--rounds", type=int, default=3, help="Runs of each; medians are shown.")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "bench")
    parser.add_argument("--markdown", type=Path, help="File for the results as Markdown.")
    parser.add_argument("--datasette", help="The program, when it is not beside this Python.")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    return asked


if __name__ == "__main__":
    main()
