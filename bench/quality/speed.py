"""How long search takes at several sizes: building, planning and searching, updating, suggesting.

The catalogues are the demonstration services again and again under the titles, descriptions
and keywords of generated ones, indexed as they come: only what search does is timed. Times
of the clock stand beside those of the processor, which other work on the machine leaves alone.
"""

import gc
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from app.cli.generate import Vocabulary, generate_services
from app.core.memory import settle
from app.search.documents import search_document
from app.search.engine import EngineQuery
from app.search.engine_tantivy import TantivyEngine
from app.search.lexicon import Lexicon
from app.search.planning import plan_query
from app.search.steering import MOST_POINTS, MOST_POPULAR, Steering
from app.search.suggest import Name, Suggester
from bench.quality.sets import JudgedSet
from bench.quality.tables import Table

Body = Mapping[str, Any]  # Any: JSON
FACETS = ("entity", "categoryPath", "audience")
_BATCH = 500
_UPDATES = 10
_MOST_SUGGESTED = 100_000
"""Services whose names are suggested; beyond that only the engine is measured."""


@dataclass(frozen=True)
class Spent:
    """Seconds of the clock and of the processor."""

    clock: float
    processor: float


def measure_speed(
    judged: JudgedSet, known: Vocabulary, lexicon: Lexicon, sizes: Sequence[int]
) -> Table:
    """Build, ask, update and suggest at each size, as a server does that has started."""
    settle()
    rows = [
        (f"{size:,}", *row)
        for size in sizes
        for row in _measured(judged, lexicon, islice(_bodies(judged, known, size), size), size)
    ]
    headings = ("Services", "Measure", "p50", "p99", "p99, processor", "Slowest")
    return Table("Speed", headings, rows)


def _measured(
    judged: JudgedSet, lexicon: Lexicon, bodies: Iterable[Body], size: int
) -> Iterator[tuple[str, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        engine, names = TantivyEngine(Path(folder)), list[Name]()
        built = _build(engine, bodies, names)
        yield _total("index build, documents a second", [size / one for one in built])
        yield _total("index build, seconds", built)
        steering = _steering([name.id for name in islice(names, 0, 2 * MOST_POPULAR, 2)])
        texts = [query.text for query in judged.queries]

        def answer(text: str) -> None:
            plan = plan_query(text, engine.vocabulary, lexicon)
            engine.search(EngineQuery(plan=plan, facets=FACETS, steering=steering))

        for text in texts:
            answer(text)  # what is read once is read
        rounds = 5 if size <= 10_000 else 2
        yield _spread("plan, search and three facets", [(answer, t) for t in texts * rounds])
        yield _spread(
            "plan alone", [(lambda t: plan_query(t, engine.vocabulary, lexicon), t) for t in texts]
        )
        yield _spread_of("update until searchable", _updates(engine, judged.bodies[:_UPDATES]))
        engine.close()
        if size <= _MOST_SUGGESTED:
            yield _spread("suggest", _suggestions(judged, names))


def _build(engine: TantivyEngine, bodies: Iterable[Body], names: list[Name]) -> tuple[float, float]:
    """Index documents and return the seconds this took: of the clock, of the processor."""
    clock = processor = 0.0
    rest = iter(bodies)
    while batch := list(islice(rest, _BATCH)):
        spent = _timed(partial(engine.add, map(search_document, batch)))
        clock, processor = clock + spent.clock, processor + spent.processor
        if len(names) < 2 * _MOST_SUGGESTED:
            names += [Name(t, "service", one["id"]) for one in batch for t in one["title"].values()]
    spent = _timed(partial(engine.commit, 1))
    gc.collect()
    return clock + spent.clock, processor + spent.processor


def _bodies(judged: JudgedSet, known: Vocabulary, size: int) -> Iterator[Body]:
    donors = judged.bodies
    entries = generate_services(known, services=max(0, size - len(donors)), seed=0)
    return chain(donors, (_dressed(donors[n % len(donors)], one) for n, one in enumerate(entries)))


def _dressed(donor: Body, entry: Any) -> Body:  # Any: a service entry of the generator
    content = entry.content
    texts = {name: getattr(content, name) for name in ("title", "description", "keyword")}
    said = {name: value.model_dump(exclude_none=True) for name, value in texts.items() if value}
    return {**donor, "id": entry.id, **said}


def _steering(ids: Sequence[str]) -> Steering:
    step = MOST_POINTS // max(1, len(ids))
    return Steering(popularity={name: MOST_POINTS - place * step for place, name in enumerate(ids)})


def _updates(engine: TantivyEngine, bodies: Sequence[Body]) -> Iterator[Spent]:
    """Change one service after another; what is merged after it can be found is not counted."""
    for body in bodies:
        changed = {**body, "title": {"ar": f"{body['title']['ar']} معدلة"}}
        yield _timed(partial(_update, engine, changed))
        engine.tidy()


def _update(engine: TantivyEngine, body: Body) -> None:
    engine.add([search_document(body)])
    engine.show(engine.seq + 1)


def _suggestions(
    judged: JudgedSet, names: Sequence[Name]
) -> list[tuple[Callable[[str], object], str]]:
    suggester = Suggester(names)
    starts = [query.text[:length] for query in judged.queries for length in range(1, 9)]
    return [(suggester.suggest, start) for start in starts]


def _spread(name: str, asked: Sequence[tuple[Callable[[Any], object], Any]]) -> tuple[str, ...]:
    return _spread_of(name, (_timed(partial(act, given)) for act, given in asked))


def _spread_of(name: str, found: Iterable[Spent]) -> tuple[str, ...]:
    spent = list(found)
    clock, processor = sorted(one.clock for one in spent), sorted(one.processor for one in spent)
    late = int(len(spent) * 0.99)
    seconds = (clock[len(clock) // 2], clock[late], processor[late], clock[-1])
    return name, *(f"{one * 1000:.2f} ms" for one in seconds)


def _total(name: str, values: Sequence[float]) -> tuple[str, ...]:
    clock, processor = (f"{value:,.1f}" if value < 100 else f"{value:,.0f}" for value in values)
    return name, clock, "", processor, ""


def _timed(action: Callable[[], object]) -> Spent:
    started, used = time.perf_counter(), time.thread_time()
    action()
    return Spent(time.perf_counter() - started, time.thread_time() - used)
