"""What a route asks for costs no change of thread, unless it asks a database."""

from inspect import isasyncgenfunction, iscoroutinefunction

from app.core.settings import Settings
from app.main import create_app
from tests.guards.test_access_rows import calls, rows

ASKING_A_DATABASE = {"_read_session", "_write_session"}


def test_only_sessions_are_opened_in_a_thread() -> None:
    routes = create_app(Settings()).edge.app  # type: ignore[attr-defined]  # gate, edge, routes
    named = {
        call.__name__
        for _, route in rows(routes)
        for below in route.dependant.dependencies
        for call in calls(below)
        if not (iscoroutinefunction(call) or isasyncgenfunction(call))
    }

    assert named == ASKING_A_DATABASE
