"""Judged ranking and speed of both engines over the demonstration catalogue.

Run it with `python -m bench.search [database-url]`; without an address the demonstration
content is loaded into a database of its own.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.cli.seeding import seed
from app.core.db import Database
from app.core.migrating import migrate
from app.search.engine import EngineQuery, SearchEngine
from app.search.engine_memory import MemoryEngine
from app.search.engine_tantivy import TantivyEngine
from app.search.following import fill
from app.search.judged import JudgedQuery, measure, read_judged
from app.search.lexicon import Lexicon
from app.search.names import load_names
from app.search.planning import plan_query
from app.search.source import CatalogueSource
from app.search.suggest import Suggester
from app.taxonomy.lexicon.queries import get_lexicon_state

QUERIES = Path(__file__).parents[1] / "seeds" / "queries.jsonl"
FACETS = ("entity", "categoryPath", "audience", "channel", "lifeEvent", "digitalStage")


def main() -> None:
    """Measure and print."""
    console, judged = Console(), read_judged(QUERIES)
    with _database(sys.argv[1:]) as database, tempfile.TemporaryDirectory() as folder:
        source, lexicon = CatalogueSource(database), _lexicon(database)
        for name, engine in (("memory", MemoryEngine()), ("tantivy", TantivyEngine(Path(folder)))):
            seconds = _timed(lambda engine=engine: fill(engine, source))
            console.print(_ranking_table(name, engine, judged, lexicon))
            console.print(f"{name}: {engine.count} services indexed in {seconds:.2f} s")
            console.print(_latency(name, engine, judged, lexicon), "\n")
            engine.close()
        console.print(_suggest_latency(database, judged))


@contextmanager
def _database(addresses: Sequence[str]) -> Iterator[Database]:
    """Open the database that was named, or one with the demonstration content."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(addresses[0] if addresses else f"sqlite:///{folder}/bench.sqlite3")
        if not addresses:
            migrate(database)
            seed(database, progress=lambda *_: None)
        yield database
        database.close()


def _lexicon(database: Database) -> Lexicon:
    with database.read() as session:
        return Lexicon(get_lexicon_state(session), version="latest")


def _ranking_table(
    name: str, engine: SearchEngine, judged: Sequence[JudgedQuery], lexicon: Lexicon
) -> Table:
    table = Table("kind", "queries", "nDCG@10", "MRR", "success@3", "zero results", title=name)
    for kind, found in measure(judged, lambda text: _rank(engine, text, lexicon)).items():
        shares = (found.ndcg, found.mrr, found.success_at_3, found.zero_share)
        table.add_row(kind, str(found.queries), *(f"{share:.3f}" for share in shares))
    return table


def _rank(engine: SearchEngine, text: str, lexicon: Lexicon) -> list[str]:
    plan = plan_query(text, engine.vocabulary, lexicon)
    return [hit.id for hit in engine.search(EngineQuery(plan=plan, page_size=10)).hits]


def _latency(
    name: str, engine: SearchEngine, judged: Sequence[JudgedQuery], lexicon: Lexicon
) -> str:
    """Time every query with its plan and six facets."""

    def answer(text: str) -> None:
        engine.search(EngineQuery(plan=plan_query(text, engine.vocabulary, lexicon), facets=FACETS))

    rounds = 5 if name == "tantivy" else 1
    times = [_timed(lambda q=q: answer(q.text)) for _ in range(rounds) for q in judged]
    return f"{name}: plan, search and {len(FACETS)} facets: {_spread(times)}"


def _suggest_latency(database: Database, judged: Sequence[JudgedQuery]) -> str:
    with database.read() as session:
        suggester = Suggester(load_names(session))
    starts = [query.text[:length] for query in judged for length in range(1, 9)]
    times = [_timed(lambda typed=typed: suggester.suggest(typed)) for typed in starts]
    return f"suggest: {_spread(times)}"


def _spread(times: Sequence[float]) -> str:
    ordered = sorted(times)
    middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    return f"p50 {middle * 1000:.2f} ms, p99 {late * 1000:.2f} ms"


def _timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
