"""Secrets are compared in constant time: no `==` on hashes, keys or signatures, and no drift."""

import ast
import math
import random
import statistics
import time
from pathlib import Path

import pytest

from app.core.access.keys import is_same_hash, keyed_hash, new_key
from app.core.settings import ROOT

# Content hashes are public; only these packages hold secrets.
GUARDED = ("app/core/access", "app/api/edge/gate.py", "app/cli/keys.py", "app/webhooks")
SECRET = ("hash", "_key", "secret", "signature", "pepper", "credential", "digest", "password")


def compared_secrets(source: str) -> list[int]:
    """Find the lines that compare something secret with ``==``, ``!=`` or ``in``."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Compare)
        and any(isinstance(one, ast.Eq | ast.NotEq) for one in node.ops)
        and any(_is_secret(one) for one in (node.left, *node.comparators))
    ]


def _is_secret(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    if isinstance(node, ast.Call):
        return _is_secret(node.func)
    return any(name.lower().endswith(one) for one in SECRET)


@pytest.mark.parametrize(
    "line",
    ["found.hash == presented", "a != keyed_hash(b)", "api_key == 'x'", "x == self._signature"],
)
def test_the_guard_notices(line: str) -> None:
    assert compared_secrets(line) == [1]


def test_no_secret_is_compared_letter_by_letter() -> None:
    found = []
    for place in GUARDED:
        path = ROOT / place
        for file in [path] if path.suffix else sorted(path.rglob("*.py")):
            if file.exists():
                lines = compared_secrets(file.read_text("utf-8"))
                found += [f"{file.relative_to(ROOT)}:{line}" for line in lines]

    assert found == []


@pytest.mark.long
def test_the_time_of_a_comparison_tells_nothing() -> None:
    """Welch's t over 20,000 calls each: a wrong first letter takes as long as a wrong last one.

    The right key is not timed: that it is right is what the answer says anyway.
    """
    # Chance, and other work on the machine, fail one run in many; a leak fails each of them.
    runs = (_timed(calls=20_000) for _ in range(4))
    likeliest = [_welch_p(times["first"], times["last"]) for times in runs]

    assert max(likeliest) > 0.01


def _timed(*, calls: int) -> dict[str, list[int]]:
    """Time calls in a random order, each on texts of its own, so that no place in memory is ahead.

    The slowest tenth are interruptions by other programs and left out.
    """
    dice = random.Random()
    times: dict[str, list[int]] = {"first": [], "last": []}
    turns = [name for name in times for _ in range(calls)]
    dice.shuffle(turns)
    kept = [keyed_hash(new_key(), b"p" * 32) for _ in turns]
    presented = [_presented(one, name) for one, name in zip(kept, turns, strict=True)]
    taken = [_time(*both) for both in zip(kept, presented, strict=True)]
    for name, nanoseconds in zip(turns, taken, strict=True):
        times[name].append(nanoseconds)
    return {name: sorted(found)[: calls * 9 // 10] for name, found in times.items()}


def _time(kept: str, presented: str) -> int:
    began = time.perf_counter_ns()
    is_same_hash(kept, presented)
    return time.perf_counter_ns() - began


def _presented(kept: str, kind: str) -> str:
    """Copy a hash, with another first letter or another last letter."""
    other = {letter: "0" if letter != "0" else "1" for letter in kept}
    first = {True: other[kept[0]], False: kept[0]}[kind == "first"]
    last = {True: other[kept[-1]], False: kept[-1]}[kind == "last"]
    return "".join([first, kept[1:-1], last])


def _welch_p(one: list[int], other: list[int]) -> float:
    spread = statistics.variance(one) / len(one) + statistics.variance(other) / len(other)
    t = (statistics.fmean(one) - statistics.fmean(other)) / math.sqrt(spread)
    return math.erfc(abs(t) / math.sqrt(2))  # many degrees of freedom: t is normal


def test_the_guarded_places_exist() -> None:
    assert [place for place in GUARDED[:3] if not (ROOT / Path(place)).exists()] == []
