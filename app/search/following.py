"""How an engine keeps up with the catalogue, whichever engine it is."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import orjson

from app.search.documents import SearchDocument, search_document
from app.search.engine import SearchEngine
from app.search.source import Source

BATCH = 500
"""Documents that are indexed together."""
STRETCH = 1500
"""Journal entries that are followed together: of three that an import makes, one is a service's."""
_MOST_UNSEEN = 1_000_000
"""Entries after which searches see what is indexed, though the journal grows faster still."""


class Stopped(Exception):  # it is no error
    """Whoever follows is about to end; what was not committed is followed another time."""


def _never() -> bool:
    return False


def follow(engine: SearchEngine, source: Source, *, is_over: Callable[[], bool] = _never) -> int:
    """Index what the journal says since the engine's last entry; return how many entries.

    Searches see it all at once, when the journal's end is reached: a release of a scheme
    changes every document, and no answer may count some as before and others as after.

    Raises:
        Stopped: ``is_over`` said so before the end was reached.

    """
    started = reached = engine.seq
    while (changes := source.changes(after=reached, limit=STRETCH)) is not None:
        if is_over():
            raise Stopped
        gone = [name for name, body in changes.documents.items() if body is None]
        engine.add(_parse(body for body in changes.documents.values() if body is not None))
        engine.delete(gone)
        reached = changes.seq
        if changes.is_last or reached - engine.seq >= _MOST_UNSEEN:
            engine.commit(reached)
    if reached != engine.seq:
        engine.commit(reached)
    return engine.seq - started


def fill(engine: SearchEngine, source: Source, *, is_over: Callable[[], bool] = _never) -> int:
    """Index every document into an empty engine; return how many.

    Raises:
        Stopped: ``is_over`` said so before the end was reached.

    """
    filled = 0
    with source.snapshot() as snapshot:
        documents = _parse(snapshot.documents)
        while batch := list(islice(documents, BATCH)):
            if is_over():
                raise Stopped
            engine.add(batch)
            filled += len(batch)
        engine.commit(snapshot.seq)
    return filled


def _parse(bodies: Iterable[bytes]) -> Iterator[SearchDocument]:
    return (search_document(orjson.loads(body)) for body in bodies)
