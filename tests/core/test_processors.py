"""How many processors a process may use."""

import os
from pathlib import Path

import pytest

from app.core import processors as module
from app.core.processors import processors


def _allow(folder: Path, monkeypatch: pytest.MonkeyPatch, limit: str | None) -> None:
    """Stand in a control group, on a machine with four processors."""
    own = folder / "cgroup"
    own.write_text("0::/system.slice/dalil.service\n")
    group = folder / "groups" / "system.slice" / "dalil.service"
    group.mkdir(parents=True)
    if limit is not None:
        (group / "cpu.max").write_text(limit)
    monkeypatch.setattr(module, "_OWN_GROUP", own)
    monkeypatch.setattr(module, "_GROUPS", folder / "groups")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)


@pytest.mark.parametrize(
    ("limit", "counted"),
    [
        (None, 4),
        ("max 100000\n", 4),
        ("800000 100000\n", 4),
        ("200000 100000\n", 2),
        ("150000 100000\n", 1),
        ("20000 100000\n", 1),
        ("nonsense", 4),
        ("100000 0", 4),
    ],
)
def test_a_container_has_as_many_processors_as_it_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str | None, counted: int
) -> None:
    _allow(tmp_path, monkeypatch, limit)

    assert processors() == counted


def test_a_process_bound_to_one_processor_has_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _allow(tmp_path, monkeypatch, None)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3}, raising=False)

    assert processors() == 1


def test_without_groups_or_bounds_all_of_the_machine_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_OWN_GROUP", tmp_path / "nothing")
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 6)

    assert processors() == 6
