"""Load: wrk on a core of its own, and single requests timed one by one."""

import http.client
import os
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from bench.servers import LOAD_CORE, Server

_SCRIPT = Path(__file__).with_name("random_targets.lua")
_CONNECTIONS = 32


@dataclass(frozen=True)
class Target:
    """What is asked for, and the ETag that is sent along to be told 304."""

    path: str
    etag: str = ""


@dataclass(frozen=True)
class Rate:
    """How fast a server answered.

    ``per_second`` is what the load generator saw. ``per_processor_second`` divides by the
    processor time that the server used; on an idle machine with a saturated server the two
    are equal, and when other work takes its share of the core only the second still holds.
    """

    per_second: float
    per_processor_second: float


@dataclass(frozen=True)
class Latencies:
    """How long single requests took, in milliseconds."""

    p50: float
    p99: float
    requests: int


def find_wrk() -> str:
    """Find the load generator, or say how to get it."""
    found = shutil.which("wrk")
    if not found:
        raise SystemExit("These benchmarks need wrk: apt-get install wrk")
    return found


def rate_of(server: Server, targets: Sequence[Target], seconds: int) -> Rate:
    """Ask for targets at random over many connections for some seconds."""
    with NamedTemporaryFile("w", suffix=".targets") as file:
        file.writelines(f"{one.path}\t{one.etag}\n" for one in targets)
        file.flush()
        command = ["taskset", "-c", str(LOAD_CORE), find_wrk(), "-t1", f"-c{_CONNECTIONS}"]
        command += [f"-d{seconds}s", "-s", str(_SCRIPT), server.url("/"), "--", file.name]
        before = server.processor_seconds()
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        used = server.processor_seconds() - before
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"{server.name} gave errors:\n{said}")
    found = re.search(r"(\d+) requests in .*Requests/sec:\s*([\d.]+)", said, re.DOTALL)
    if not found:
        raise RuntimeError(f"wrk said nothing of {server.name}:\n{said}")
    return Rate(float(found.group(2)), int(found.group(1)) / used)


def in_turns(
    asked: Sequence[tuple[Server, Sequence[Target]]], *, rounds: int, seconds: int
) -> list[Rate]:
    """Measure servers in turns, so that a busy moment hits all of them; returns medians."""
    found: list[list[Rate]] = [[] for _ in asked]
    for server, targets in asked:
        rate_of(server, targets, min(seconds, 2))
    for _ in range(rounds):
        for rates, (server, targets) in zip(found, asked, strict=True):
            rates.append(rate_of(server, targets, seconds))
    return [_median(rates) for rates in found]


def rates_of(server: Server, targets: Sequence[Target], *, rounds: int, seconds: int) -> Rate:
    """Measure one server several times; returns the median."""
    return in_turns([(server, targets)], rounds=rounds, seconds=seconds)[0]


def _median(rates: Sequence[Rate]) -> Rate:
    return Rate(
        statistics.median(one.per_second for one in rates),
        statistics.median(one.per_processor_second for one in rates),
    )


def latencies(server: Server, tries: Sequence[Sequence[Target]]) -> Latencies:
    """Ask for targets over one connection, each in several ways that cost the same.

    The quickest of the ways counts: other work on the machine only ever adds time.
    """
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {LOAD_CORE})
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    taken = [[_milliseconds(connection, target) for target in targets] for targets in tries]
    connection.close()
    os.sched_setaffinity(0, before)
    return spread(map(min, zip(*taken, strict=True)))


def spread(taken: Iterable[float]) -> Latencies:
    """Say how long requests took, of which each is given in milliseconds."""
    ordered = sorted(taken)
    late = ordered[int(len(ordered) * 0.99)]
    return Latencies(statistics.median(ordered), late, len(ordered))


def _milliseconds(connection: http.client.HTTPConnection, target: Target) -> float:
    started = time.perf_counter()
    connection.request("GET", target.path)
    answer = connection.getresponse()
    answer.read()
    taken = (time.perf_counter() - started) * 1000
    if answer.status != 200:
        raise RuntimeError(f"{target.path} was answered {answer.status}")
    return taken
