"""How many processors this process may use: fewer than the machine has, in a container."""

import os
from pathlib import Path

_OWN_GROUP = Path("/proc/self/cgroup")
_GROUPS = Path("/sys/fs/cgroup")


def processors() -> int:
    """Count the processors this process may use, at least 1."""
    # Only Linux says to which processors a process is bound.
    bound = getattr(os, "sched_getaffinity", None)
    usable = len(bound(0)) if bound else os.cpu_count() or 1
    return max(1, min(usable, int(_quota(_OWN_GROUP, _GROUPS))))


def _quota(own: Path, groups: Path) -> float:
    """Return how many processors' time control groups (version 2) allow; far more if all."""
    try:
        name = own.read_text("utf-8").strip().rpartition("::")[2]
        allowed, period = (groups / name.lstrip("/") / "cpu.max").read_text("utf-8").split()
        return int(allowed) / int(period)
    except (OSError, ValueError, ZeroDivisionError):  # no such group, or "max"
        return 1_000_000
