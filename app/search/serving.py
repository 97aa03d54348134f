"""What one process keeps ready to answer searches, and how it keeps up with the journal."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from app.catalogue.queries.documents import find_last_change
from app.core.clock import now
from app.core.db import Database
from app.core.memory import give_back
from app.search.bets import queries as bets
from app.search.bets.queries import bets_mark, load_bets
from app.search.engine import SearchEngine
from app.search.errors import SearchUnavailable
from app.search.guidance import NO_GUIDANCE, Guidance
from app.search.indexing import SearchIndex
from app.search.insights import popularity
from app.search.insights.popularity import find_popularity, popularity_mark
from app.search.lexicon import NO_LEXICON, Lexicon, compiled
from app.search.names import load_labels, load_names
from app.search.past.states import PastStates
from app.search.schemas import Texts
from app.search.semantic.opening import Semantic
from app.search.suggest import Suggester
from app.taxonomy.lexicon.queries import find_served_version, get_lexicon_state
from app.taxonomy.queries import latest_numbers

_REST = 20
"""Names are gathered anew at most for one part in this many of the time."""
LATEST = datetime.max.replace(tzinfo=UTC)


class ServedSearch:
    """The index, the lexicon, the names to suggest and the labels of facets.

    Each is as of a journal entry.
    """

    def __init__(
        self,
        database: Database,
        index: SearchIndex,
        semantic: Semantic | None = None,
        *,
        past_folder: Path | None = None,
    ) -> None:
        self._database = database
        self._semantic = semantic
        self.index = index
        self.suggester = Suggester(())
        self.labels: Mapping[str, Mapping[str, Texts]] = {}
        self.lexicon: Lexicon = NO_LEXICON
        self.guidance: Guidance = NO_GUIDANCE
        self._guidance_mark: tuple[popularity.Mark, bets.Mark] | None = None
        self._standing: frozenset[str] = frozenset()
        self._labelled: Mapping[str, str] = {}
        self._names_seq = -1
        self._names_mark = 0
        self._rest_until = 0.0
        self._past = PastStates(database, past_folder)

    @property
    def engine(self) -> SearchEngine:
        """The engine to ask."""
        return self.index.engine

    def follow(self, seq: int) -> bool:
        """Bring everything up to a journal entry; False when something has to wait."""
        self._read_lexicon()
        self.refresh_guidance()
        self._add_labels()
        is_indexed = self._catch_up(seq)
        return self._name(seq) and is_indexed

    def name(self) -> None:
        """Read the lexicon and gather the names at once, without waiting for the index."""
        self._read_lexicon()
        self.refresh_guidance()
        self._gather_names()

    def refresh_guidance(self) -> bool:
        """Take over what steers answers, if it is something else; tells whether it was.

        What is pinned may also begin or end with time.
        """
        has_vectors = self._semantic.refresh() if self._semantic else False
        neighbours = self._semantic.neighbours if self._semantic else None
        with self._database.read() as session:
            mark = popularity_mark(session), bets_mark(session)
            if mark != self._guidance_mark:
                self.guidance = Guidance(find_popularity(session), load_bets(session), neighbours)
        seen = mark, self.guidance.bets.standing(now())
        is_other = has_vectors or seen != (self._guidance_mark, self._standing)
        self._guidance_mark, self._standing = seen
        return is_other

    def _read_lexicon(self) -> None:
        """Take over the latest lexicon, if it is another; it is small, so it never waits."""
        with self._database.read() as session:
            number = find_served_version(session)
            if number != self.lexicon.version:
                self.lexicon = compiled(get_lexicon_state(session, number), number)

    def _add_labels(self) -> None:
        """Learn what new codes are called before searches count them; old ones stay known."""
        with self._database.read() as session:
            if latest_numbers(session) == self._labelled:
                return
            found = load_labels(session)
            self._labelled = latest_numbers(session)
        before = self.labels
        self.labels = {
            facet: {**before.get(facet, {}), **labels} for facet, labels in found.items()
        }

    def _catch_up(self, seq: int) -> bool:
        """Bring the index up to a journal entry; False when it is not there yet."""
        try:
            self.index.catch_up()
        except SearchUnavailable:
            return False
        return self.index.engine.seq >= seq

    def _name(self, seq: int) -> bool:
        if self._names_seq == seq:
            return True
        if time.monotonic() < self._rest_until:
            return False
        started = time.monotonic()
        self._gather_names()
        self._names_seq = seq
        self._rest_until = time.monotonic() + _REST * (time.monotonic() - started)
        return True

    def engine_as_of(self, as_of: datetime) -> SearchEngine:
        """Find an engine over the catalogue as it was at one time.

        It is the present one when nothing has changed since. Another is built for a state and
        not for a time: all times of one state share it.

        Raises:
            PastNotReady: it cannot be built at once.

        """
        with self._database.read() as session:
            then = find_last_change(session, as_of)
            if then == find_last_change(session, LATEST):
                return self.engine
        return self._past.engine(then, as_of)

    def close(self) -> None:
        """Let go of the index and of everything that was built of the past."""
        self._past.close()
        self.index.close()

    def _gather_names(self) -> None:
        with self._database.read() as session:
            self.labels, self._labelled = load_labels(session), latest_numbers(session)
            names = tuple(load_names(session))
        if hash(names) != self._names_mark:  # most changes leave the names alone
            self.suggester, self._names_mark = Suggester(names), hash(names)
        give_back(len(self.suggester))
