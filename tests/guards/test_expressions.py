"""No regular expression of ours can be made to work for long by what somebody sends."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from types import ModuleType

import pytest

import app

LONG = 50_000
MOST_SECONDS = 0.05
PIECES = (" ", "a", "ا", "ـ", "َ", "1", "-", ".", "@", "/", "a@", "1.", "a ")
HOSTILE = [piece * (LONG // len(piece)) for piece in PIECES]


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(app.__path__, "app."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def expressions() -> dict[str, re.Pattern[str]]:
    """Find every compiled expression that a module of ours keeps, also inside of tables."""
    found: dict[str, re.Pattern[str]] = {}
    for module in modules():
        for name, value in vars(module).items():
            for one in (value, *(value if isinstance(value, tuple | list) else ())):
                for each in one if isinstance(one, tuple) else (one,):
                    if isinstance(each, re.Pattern) and isinstance(each.pattern, str):
                        found[f"{module.__name__}.{name}: {each.pattern[:40]}"] = each
    return found


EXPRESSIONS = expressions()


def test_the_expressions_are_found() -> None:
    assert len(EXPRESSIONS) >= 30


ANCHORED = ("app.core.csv_text._FORMULA", "app.interchange.rendered._WEEKS")
"""The one is only matched at the beginning, the other looks at durations of 40 letters."""


@pytest.mark.measured
@pytest.mark.parametrize("name", EXPRESSIONS)
def test_a_long_text_is_searched_at_once(name: str) -> None:
    expression, slow = EXPRESSIONS[name], []
    look = expression.match if name.startswith(ANCHORED) else expression.search

    for text in (f"{one}!" for one in HOSTILE):
        seconds = taken(look, text)
        if seconds > MOST_SECONDS:  # a busy machine: look again
            seconds = min(taken(look, text) for _ in range(2))
        if seconds > MOST_SECONDS:
            slow.append((text[:10], round(seconds, 3)))

    assert slow == []


def taken(look: object, text: str) -> float:
    started = time.thread_time()
    look(text)  # type: ignore[operator]  # a method of a pattern
    return time.thread_time() - started
