"""How long search takes at several sizes: building, planning and searching, updating, suggesting.

The catalogues are the demonstration services again and again under the titles, descriptions
and keywords of generated ones, indexed as they come: only what search does is timed. Times
of the clock stand beside those of the processor, which other work on the machine leaves alone;
for the build these are the seconds of all processors, in every process that has worked.
"""

import gc
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

import orjson

from app.cli.generate import Vocabulary, generate_services
from app.core.memory import settle
from app.search.building import build
from app.search.documents import search_document
from app.search.engine import EngineQuery
from app.search.engine_tantivy import TantivyEngine
from app.search.lexicon import Lexicon
from app.search.planning import plan_query
from app.search.preparing.sharing import beside
from app.search.source import Snapshot
from app.search.steering import MOST_POINTS, MOST_POPULAR, Steering
from app.search.suggest import Name, Suggester
from bench.quality.sets import JudgedSet
from bench.quality.tables import Table

Body = Mapping[str, Any]  # Any: JSON
FACETS = ("entity", "categoryPath", "audience")
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
        engine, written = TantivyEngine(Path(folder, "index")), Path(folder, "bodies")
        names, processes = _write(bodies, written), 1 + beside(size)
        built = _build(engine, written, size)
        label = f"index build by {processes} {'processes' if processes > 1 else 'process'}"
        yield _total(f"{label}, documents a second", [size / one for one in built])
        yield _total(f"{label}, seconds", built)
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


def _write(bodies: Iterable[Body], file: Path) -> list[Name]:
    """Write the bodies of a catalogue, a line for each; return the first of its names."""
    names: list[Name] = []
    with file.open("wb") as lines:
        for one in bodies:
            lines.write(orjson.dumps(one) + b"\n")
            if len(names) < 2 * _MOST_SUGGESTED:
                names += [Name(text, "service", one["id"]) for text in one["title"].values()]
    return names


def _build(engine: TantivyEngine, file: Path, size: int) -> tuple[float, float]:
    """Index bodies as a server does; return the seconds of the clock and of all processors."""
    with file.open("rb") as lines:
        clock, processor = time.perf_counter(), _processor_seconds()
        build(engine, _Written(1, lines, size), is_over=lambda: False)
        spent = time.perf_counter() - clock, _processor_seconds() - processor
    gc.collect()
    return spent


class _Written:
    """A catalogue that was written beforehand, as a source that is read once."""

    def __init__(self, seq: int, lines: Iterable[bytes], count: int) -> None:
        self._found = Snapshot(seq, iter(lines), count)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Read everything, as one consistent picture."""
        yield self._found


def _processor_seconds() -> float:
    """Return what this process has used, all its threads, and those that it has started."""
    return sum(os.times()[:4])


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
