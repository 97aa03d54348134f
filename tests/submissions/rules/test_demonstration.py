"""The demonstration content under the rules: nothing in the way, and quick."""

import time
from collections import Counter

import pytest

from app.submissions.rules import Context, NeighbourIndex, find, has_errors
from tests.submissions.rules.catalogue import TODAY, demonstration, known

DEMONSTRATION = demonstration()
NEIGHBOURS = NeighbourIndex(one.as_neighbour for one in DEMONSTRATION)
FOUND = {
    one.id: find(one, Context(known(), TODAY, neighbours=NEIGHBOURS.near(one.as_neighbour)))
    for one in DEMONSTRATION
}


def test_no_error_stands_in_the_demonstration_content() -> None:
    assert len(FOUND) == 538
    assert [key for key, findings in FOUND.items() if has_errors(findings)] == []


def test_what_is_suggested_for_the_demonstration_is_known() -> None:
    counts = Counter(one.rule for findings in FOUND.values() for one in findings)

    assert dict(sorted(counts.items())) == {
        "AUD-02": 7,
        "AUD-04": 1,
        "CHAN-01": 10,
        "CHAN-04": 37,
        "COST-02": 488,
        "DESC-01": 2,
        "LANG-05": 1,
        "MAND-05": 49,
        "MAND-06": 529,
        "MAND-08": 538,
        "MAND-09": 513,
        "TITLE-04": 2,
        "TITLE-05": 3,
        "WORD-01": 42,
    }


@pytest.mark.measured
def test_an_entry_is_judged_in_two_milliseconds() -> None:
    context = Context(known(), TODAY)

    def seconds() -> float:
        started = time.process_time()
        for one in DEMONSTRATION[:100]:
            find(one, context)
        return (time.process_time() - started) / 100

    assert min(seconds() for _ in range(3)) < 0.002


@pytest.mark.parametrize("one", DEMONSTRATION[::60], ids=lambda one: one.id)
def test_a_service_is_no_duplicate_of_itself(one: object) -> None:
    near = NEIGHBOURS.near(one.as_neighbour)  # type: ignore[attr-defined]

    assert one.id not in [other.id for other in near]  # type: ignore[attr-defined]
