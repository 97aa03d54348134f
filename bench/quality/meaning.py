"""Nearness in meaning for a judged set: every text is read once, and kept in a folder."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.search.engine import EngineQuery, SearchEngine
from app.search.judged import DEPTH
from app.search.lexicon import Lexicon
from app.search.planning import plan_query
from app.search.semantic.embedder import Embedder
from app.search.semantic.fusing import MOST_NEAR, Neighbours, points_near
from app.search.semantic.nearness import Nearness
from app.search.semantic.texts import digests_of
from app.search.steering import Steering
from bench.quality.rankers import Ranker
from bench.quality.sets import JudgedSet


def neighbours_of(judged: JudgedSet, embedder: Embedder, kept: Path) -> Nearness:
    """Return what is near in a set; vectors that the folder has are not computed again."""
    kept.mkdir(parents=True, exist_ok=True)
    texts = [(body["id"], digests_of(body, embedder.name)) for body in judged.bodies]
    said = {digest: text for _, each in texts for digest, text in each.items()}

    def read(digests: Sequence[str]) -> Mapping[str, bytes]:
        return {digest: _vector(kept / digest, said[digest], embedder) for digest in digests}

    nearness = Nearness(embedder)
    nearness.hold([(name, digest) for name, each in texts for digest in each], read)
    return nearness


def _vector(file: Path, text: str, embedder: Embedder) -> bytes:
    if not file.is_file():
        unfinished = file.with_suffix(".new")
        unfinished.write_bytes(embedder.passage(text))
        unfinished.replace(file)
    return file.read_bytes()


def by_words_and_meaning(
    engine: SearchEngine,
    lexicon: Lexicon,
    neighbours: Neighbours,
    popularity: Mapping[str, int] | None = None,
) -> Ranker:
    """Rank as search does where search by meaning is switched on."""

    def rank(text: str) -> list[str]:
        plan = plan_query(text, engine.vocabulary, lexicon)
        steering = Steering(popularity=popularity or {}, near=points_near(plan, neighbours))
        query = EngineQuery(plan=plan, page_size=DEPTH, steering=steering)
        return [hit.id for hit in engine.search(query).hits]

    return rank


def by_meaning(engine: SearchEngine, lexicon: Lexicon, neighbours: Neighbours) -> Ranker:
    """Rank by nearness alone, to the query as search would read it."""

    def rank(text: str) -> list[str]:
        meant = plan_query(text, engine.vocabulary, lexicon).written
        return [one.id for one in neighbours.near(meant, limit=MOST_NEAR)]

    return rank
