"""Two indexes of which the second answers when the first does not."""

from collections.abc import Iterable
from dataclasses import replace

from app.search.documents import SearchDocument
from app.search.engine import EngineQuery, EngineResult, SearchEngine
from app.search.errors import SearchUnavailable
from app.search.indexing import SearchIndex
from app.search.vocabulary import Vocabulary


class FallbackEngine:
    """Asks the first engine and, when it is away, the second; says so in the answer."""

    def __init__(self, first: SearchEngine, second: SearchEngine) -> None:
        self._first = first
        self._second = second

    @property
    def seq(self) -> int:
        """The last journal entry the first index holds."""
        return self._first.seq

    @property
    def count(self) -> int:
        """How many documents the first index holds."""
        return self._first.count

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the indexed documents."""
        try:
            return self._first.vocabulary
        except SearchUnavailable:
            return self._second.vocabulary

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Add documents to both."""
        found = list(documents)
        for engine in (self._second, self._first):
            engine.add(found)

    def delete(self, ids: Iterable[str]) -> None:
        """Take documents out of both."""
        found = list(ids)
        for engine in (self._second, self._first):
            engine.delete(found)

    def commit(self, seq: int) -> None:
        """Make everything added and deleted visible in both."""
        for engine in (self._second, self._first):
            engine.commit(seq)

    def search(self, query: EngineQuery) -> EngineResult:
        """Answer a question."""
        try:
            return self._first.search(query)
        except SearchUnavailable:
            return replace(self._second.search(query), is_degraded=True)

    def close(self) -> None:
        """Let go of both."""
        self._first.close()
        self._second.close()


class FallbackIndex:
    """Two indexes that both follow the catalogue."""

    def __init__(self, first: SearchIndex, second: SearchIndex) -> None:
        self._first = first
        self._second = second

    @property
    def engine(self) -> SearchEngine:
        """Return the engine to ask."""
        return FallbackEngine(self._first.engine, self._second.engine)

    def catch_up(self) -> int:
        """Index what the journal says since the last time, the second index first.

        Raises:
            SearchUnavailable: the first index is away and the second up to date, or the
                other way round.

        """
        try:
            self._second.catch_up()
        finally:
            entries = self._first.catch_up()
        return entries

    def rebuild(self) -> None:
        """Build both indexes again."""
        self._second.rebuild()
        self._first.rebuild()

    def carry_vectors(self) -> bool:
        """Let the first index take over new vectors; the second carries none."""
        return self._first.carry_vectors()

    def is_lost(self) -> bool:
        """Tell whether one of the indexes is gone."""
        return self._first.is_lost() or self._second.is_lost()

    def check(self) -> None:
        """Search for something in the first index, if that asks nobody else."""
        self._first.check()

    def stop(self) -> None:
        """Follow no further."""
        self._first.stop()
        self._second.stop()

    def close(self) -> None:
        """Let go of both."""
        self._first.close()
        self._second.close()
