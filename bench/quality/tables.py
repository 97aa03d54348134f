"""The tables of search quality: by kind, by step, and engine beside engine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from rich.console import Console
from rich.table import Table as Shown

from app.search.engine import SearchEngine
from app.search.judged import DEPTH, JudgedQuery, Measures, mean, success
from app.search.lexicon import Lexicon
from app.search.steering import Steering
from app.search.steps import ALL_STEPS, Step
from bench.quality.rankers import Ranker, as_written, fts5, normalised, planned
from bench.quality.sets import JudgedSet

MEASURES = ("queries", "nDCG@10", "MRR", "success@3", "hit@10", "zero results")
_FRONT = 5
"""Places in which engines are compared."""
_NONE: Mapping[str, Ranker] = {}
_NORMALISED_ONLY = frozenset[Step]()
"""The analyser's words, summed by weight of field, and no understanding."""


@dataclass(frozen=True)
class Table:
    """A table for people and for the documentation."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def show(self, console: Console) -> None:
        """Print it."""
        shown = Shown(*self.headings, title=self.title)
        for row in self.rows:
            shown.add_row(*row)
        console.print(shown)

    def markdown(self) -> str:
        """Write it in Markdown."""
        lines = [self.headings, ("---",) * len(self.headings), *self.rows]
        return f"### {self.title}\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def write_markdown(path: Path, tables: Sequence[Table]) -> None:
    """Write tables one below the other."""
    path.write_text("\n".join(table.markdown() for table in tables), encoding="utf-8")


def rankings(judged: JudgedSet, rank: Ranker) -> dict[str, list[str]]:
    """Answer every query of a set."""
    return {query.id: rank(query.text) for query in judged.queries}


def ways(
    judged: JudgedSet,
    engines: Mapping[str, SearchEngine],
    lexicon: Lexicon,
    further: Mapping[str, Ranker] = _NONE,
) -> Table:
    """Compare ways of ranking, from SQLite's own to everything search knows."""
    first = next(iter(engines.values()))
    found: dict[str, Ranker] = {
        "SQLite FTS5": fts5(judged.bodies, as_written),
        "FTS5, letters folded, ال stripped": fts5(judged.bodies, normalised),
        "stems and weights of fields only": planned(first, lexicon, _NORMALISED_ONLY),
        "full plan without the lexicon": planned(first, lexicon, ALL_STEPS - {Step.LEXICON}),
        **{f"full plan, {name}": planned(one, lexicon) for name, one in engines.items()},
    }
    if judged.popularity:
        steering = Steering(popularity=judged.popularity)
        found["full plan and popularity"] = planned(first, lexicon, steering=steering)
    found |= further
    rows = [(name, *_cells(judged.queries, rankings(judged, rank))) for name, rank in found.items()]
    return Table(f"Ways of ranking: {judged.name}", ("Way", *MEASURES), rows)


def by_kind(judged: JudgedSet, rank: Ranker, way: str = "full plan") -> Table:
    """Measure each kind of query, and all."""
    found = rankings(judged, rank)
    kinds = sorted({query.kind for query in judged.queries})
    groups = {kind: [one for one in judged.queries if one.kind == kind] for kind in kinds}
    rows = [(kind, *_cells(group, found)) for kind, group in groups.items()]
    rows.append(("**all**", *_cells(judged.queries, found)))
    return Table(f"By kind, {way}: {judged.name}", ("Kind", *MEASURES), rows)


def ablation(
    sets: Sequence[JudgedSet], rankers: Sequence[Callable[[Step | None], Ranker]]
) -> Table:
    """Leave out one step at a time; the difference of nDCG@10 is what the step is worth."""
    wholes = [_ndcg(one, ranker(None)) for one, ranker in zip(sets, rankers, strict=True)]
    rows = [("nothing", *(f"{whole:.4f}" for whole in wholes))]
    for step in Step:
        parts = [_ndcg(one, ranker(step)) for one, ranker in zip(sets, rankers, strict=True)]
        cells = (
            f"{part:.4f} ({part - whole:+.4f})" for part, whole in zip(parts, wholes, strict=True)
        )
        rows.append((step.value.replace("_", " "), *cells))
    return Table("nDCG@10 without one step", ("Left out", *(one.name for one in sets)), rows)


def parity(sets: Sequence[tuple[JudgedSet, Mapping[str, Ranker]]]) -> Table:
    """Compare the first engine of each set with the others: how well they rank, and how alike."""
    rows = []
    for judged, rankers in sets:
        (_, ours), *others = [(name, rankings(judged, rank)) for name, rank in rankers.items()]
        rows += [(judged.name, name, *_alike(judged, ours, theirs)) for name, theirs in others]
    headings = ("Set", "Beside the embedded engine", "nDCG@10", "Difference")
    return Table("Parity", (*headings, "Same five", "Same first hit", "Same ten in order"), rows)


def _alike(
    judged: JudgedSet, ours: Mapping[str, list[str]], theirs: Mapping[str, list[str]]
) -> tuple[str, ...]:
    before, after = (mean(judged.queries, found).ndcg for found in (ours, theirs))
    shares = (
        fmean(_shared(ours[name], theirs[name]) for name in ours),
        fmean(ours[name][:1] == theirs[name][:1] for name in ours),
        fmean(ours[name] == theirs[name] for name in ours),
    )
    return f"{after:.4f}", f"{after - before:+.4f}", *(f"{share:.3f}" for share in shares)


def _shared(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of the first few that both have; two empty lists are alike."""
    front, back = set(one[:_FRONT]), set(other[:_FRONT])
    most = max(len(front), len(back))
    return len(front & back) / most if most else 1.0


def _ndcg(judged: JudgedSet, rank: Ranker) -> float:
    return mean(judged.queries, rankings(judged, rank)).ndcg


def _cells(queries: Sequence[JudgedQuery], found: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    measures: Measures = mean(queries, found)
    hits = fmean(success(found[query.id], query.grades, depth=DEPTH) for query in queries)
    shares = (measures.ndcg, measures.mrr, measures.success_at_3, hits, measures.zero_share)
    return str(measures.queries), *(f"{share:.3f}" for share in shares)
