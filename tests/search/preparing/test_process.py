"""A process beside the first: what it answers, what it knows, and how it ends."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest

from app.search.preparing.process import MOST_GIVEN, Preparer, ProcessLost
from app.search.preparing.rows import prepare
from tests.search.bodies import body, titled

BATCH = [orjson.dumps(one) for one in (body("a"), titled("b", "رخصة القيادة", "Licence"))]


def _until(found: Callable[[], bool], *, seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not found():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.fixture
def preparer() -> Iterator[Preparer]:
    started = Preparer()
    try:
        yield started
    finally:
        started.end()


def _ready(preparer: Preparer) -> Preparer:
    assert _until(lambda: preparer.take(seconds=0.1) is None and preparer.has_room)
    return preparer


def _terms(rows: list[str]) -> list[dict[str, object]]:
    """Read rows, whatever the order of the terms in a text: that of a set."""
    return [
        {
            name: sorted(v.split()) if isinstance(v, str) else v
            for name, v in orjson.loads(r).items()
        }
        for r in rows
    ]


def test_it_answers_as_this_process_does_in_the_order_it_was_given(preparer: Preparer) -> None:
    _ready(preparer).give(BATCH)
    preparer.give(BATCH[:1])

    first, second = preparer.take(seconds=30), preparer.take(seconds=30)

    assert _terms(first or []) == _terms(prepare(BATCH))
    assert _terms(second or []) == _terms(prepare(BATCH[:1]))
    assert preparer.given == []


def test_it_is_given_a_few_batches_at_a_time_and_none_before_it_is_ready() -> None:
    preparer = Preparer()
    was_ready = preparer.has_room
    _ready(preparer)
    for _ in range(MOST_GIVEN):
        preparer.give(BATCH)
    is_full = not preparer.has_room
    preparer.take(seconds=30)

    assert (was_ready, is_full, preparer.has_room) == (False, True, True)
    preparer.end()


def test_it_has_no_environment_and_loads_neither_the_database_nor_the_web(
    preparer: Preparer,
) -> None:
    _ready(preparer)
    folder = Path(f"/proc/{preparer.pid}")

    # Of the first process it holds one end of the socket, and what it says of its faults.
    held = {int(one.name) for one in (folder / "fd").iterdir()}
    assert (folder / "environ").read_bytes() == b""
    assert held == {0, 1, 2}
    command = [
        *(sys.executable, "-c"),
        "import sys, app.search.preparing.child;"
        "print([m for m in ('fastapi', 'sqlalchemy', 'pydantic') if m in sys.modules])",
    ]
    said = subprocess.run(command, capture_output=True, check=True, cwd=Path(__file__).parents[3])
    assert said.stdout.strip() == b"[]"


def test_the_system_ends_it_before_any_other_when_memory_runs_short(preparer: Preparer) -> None:
    _ready(preparer)

    assert Path(f"/proc/{preparer.pid}/oom_score_adj").read_text().strip() == "1000"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_one_that_is_killed_is_noticed_and_keeps_what_it_was_given(
    preparer: Preparer, number: signal.Signals
) -> None:
    _ready(preparer).give(BATCH)
    os.kill(preparer.pid, signal.SIGSTOP)
    preparer.give(BATCH[:1])
    os.kill(preparer.pid, number)
    os.kill(preparer.pid, signal.SIGCONT)

    with pytest.raises(ProcessLost):
        while preparer.take(seconds=30):
            pass

    assert preparer.given[-1] == BATCH[:1]


def test_it_leaves_interrupts_to_the_first_process(preparer: Preparer) -> None:
    _ready(preparer)
    os.kill(preparer.pid, signal.SIGINT)
    preparer.give(BATCH)

    assert len(preparer.take(seconds=30) or ()) == 2


def test_a_body_that_cannot_be_read_ends_it_and_is_told() -> None:
    preparer = _ready(Preparer())
    preparer.give([b"{"])

    with pytest.raises(ProcessLost):
        preparer.take(seconds=30)
    ended = preparer.end()

    assert ended[0] != 0
    assert "JSONDecodeError" in ended[1]


def test_one_that_has_come_to_a_halt_is_given_up(
    preparer: Preparer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.search.preparing.process._PATIENCE_SECONDS", 0.2)
    _ready(preparer)
    os.kill(preparer.pid, signal.SIGSTOP)
    preparer.give(BATCH)

    with pytest.raises(ProcessLost):
        for _ in range(10):
            preparer.take(seconds=0.1)


PARENT = """
    import sys, time
    sys.path.insert(0, {root!r})
    import orjson
    from app.search.preparing.process import Preparer
    from tests.search.bodies import body
    one = Preparer()
    while not one.has_room:
        one.take(seconds=0.1)
    for _ in range(3):
        one.give([orjson.dumps(body(str(n))) for n in range(5_000)])
    print(one.pid, flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_the_first_process_however_that_ends(number: signal.Signals) -> None:
    script = textwrap.dedent(PARENT.format(root=str(Path(__file__).parents[3])))
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        was_alive = _is_alive(pid)
        parent.send_signal(number)
        parent.wait()

    assert was_alive
    assert _until(lambda: not _is_alive(pid), seconds=10)
