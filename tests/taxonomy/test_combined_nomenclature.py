"""The Combined Nomenclature of 2021 and 2022, with the official table between them."""

import csv
import time
from pathlib import Path

import pytest

from app.taxonomy.corresponding import backwards, count_pairs, forwards
from app.taxonomy.fates import fates_in
from app.taxonomy.state import ConceptState, SchemeState

FOLDER = Path(__file__).parents[3] / "shared/taxonomies/eurostat-classifications"
TABLE = FOLDER / "CN2021_CN2022.csv"

pytestmark = pytest.mark.skipif(not TABLE.exists(), reason="the tables are not there")


def _official() -> dict[str, list[str]]:
    """Read which codes of 2022 each code of 2021 leads to."""
    found: dict[str, list[str]] = {}
    with TABLE.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["CN 2021"], []).append(row["CN 2022"])
    return found


def _concept(year: int, code: str, successors: tuple[str, ...] = ()) -> ConceptState:
    is_exact = len(successors) == 1
    return ConceptState(
        id=f"{year}-{code}",
        notation=code,
        pref_label={"en": f"{code} of {year}"},
        status="deprecated" if successors else "active",
        replaced_by=successors if is_exact else (),
        consider=() if is_exact else successors,
    )


def _state(concepts: list[ConceptState]) -> SchemeState:
    top = tuple(one.id for one in concepts if one.status == "active")
    return SchemeState("cn", {one.id: one for one in concepts}, top)


def _years() -> tuple[SchemeState, SchemeState]:
    """Both years as versions of one scheme, in which every code of 2021 was retired."""
    table = _official()
    old = [_concept(2021, code) for code in table]
    retired = [
        _concept(2021, code, tuple(f"2022-{one}" for one in targets))
        for code, targets in table.items()
    ]
    codes = dict.fromkeys(one for targets in table.values() for one in targets)
    return _state(old), _state([*retired, *(_concept(2022, code) for code in codes)])


@pytest.mark.measured
def test_pairs_are_counted_as_in_the_official_table() -> None:
    old, new = _years()

    began = time.process_time()
    fates = fates_in(new, (), once_assignable=old.concepts, paths={})
    comparison = forwards(old, new, fates)
    seconds = time.process_time() - began

    assert count_pairs(comparison.active) == {
        "1:1": 9095,
        "1:n": 466,
        "n:1": 96,
        "n:n": 429,
        "1:0": 0,
    }
    assert len(comparison.active) == 9494
    assert sum(1 for fate in comparison.active.values() if len(fate.targets) > 1) == 303
    assert seconds < 1


def test_backwards_pairs_are_mirrored() -> None:
    old, new = _years()
    forth = forwards(old, new, fates_in(new, (), once_assignable=old.concepts, paths={}))

    back = backwards(new, old, fates_in(old, (), once_assignable=(), paths={}), forth)

    assert len(back.active) == 9727
    assert count_pairs(back.active) == {
        "1:1": 9095,
        "1:n": 96,
        "n:1": 466,
        "n:n": 429,
        "1:0": 0,
    }
