"""Building the embedded index of every document, with all processors there are."""

from collections.abc import Callable
from contextlib import closing

from app.search.engine_tantivy import TantivyEngine
from app.search.following import Stopped
from app.search.preparing.sharing import beside, prepared
from app.search.source import Snapshots


def build(engine: TantivyEngine, source: Snapshots, *, is_over: Callable[[], bool]) -> None:
    """Index every document into an empty engine, as `following.fill` does with any engine.

    Analysing documents takes most of the time and only one thread of Python can do it. So
    other processes do it as well where there are many, and this one adds what they answer.

    Raises:
        Stopped: ``is_over`` said so before the end was reached.

    """
    with source.snapshot() as snapshot:
        rows = prepared(snapshot.documents, others=beside(snapshot.count))
        with closing(rows):
            for some in rows:
                if is_over():
                    raise Stopped
                engine.add_rows(some)
        engine.commit(snapshot.seq)
