"""Of several processes, one holds a post."""

import threading

from app.core.db import Database
from app.core.holding import holding


def test_the_second_waits_until_the_first_is_gone(server, database: Database) -> None:
    other, stop, order = Database(str(database.engine.url.render_as_string(False))), _never(), []

    def second() -> None:
        with holding(other, "post", stop=stop, seconds=0.01):
            order.append("second")

    waiting = threading.Thread(target=second)
    with holding(database, "post", stop=stop, seconds=0.01) as held:
        assert held
        held.check()
        if not database.is_sqlite:
            waiting.start()
            waiting.join(0.2)
            assert waiting.is_alive()
        order.append("first")
    if not database.is_sqlite:
        waiting.join(10)
        assert order == ["first", "second"]
    other.close()


def test_who_waits_can_be_told_to_stop(database: Database) -> None:
    stop = threading.Event()
    stop.set()
    with holding(database, "post", stop=stop, seconds=0.01) as first:
        assert first

        with holding(database, "post", stop=stop, seconds=0.01) as second:
            assert database.is_sqlite or second is None


def _never() -> threading.Event:
    return threading.Event()
