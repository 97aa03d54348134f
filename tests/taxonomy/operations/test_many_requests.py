"""A hundred requests about the same concepts: only what meets is tried, and nothing twice."""

from collections.abc import Callable, Sequence

import pytest

from app.taxonomy.operations import Draft, SchemeRules, conflicts, open_draft
from app.taxonomy.operations.applying import Applied, apply_all
from app.taxonomy.operations.conflicts import matrix
from app.taxonomy.operations.values import (
    AddConcept,
    AddLabel,
    AddMapping,
    Operation,
    SetNote,
    SetPrefLabel,
)
from app.taxonomy.state import ConceptState, SchemeState

REQUESTS, CONCEPTS = 60, 60
IDS = [f"c_{number:03}" for number in range(CONCEPTS)]
Make = Callable[[int, int, str], Operation]


@pytest.fixture(scope="module")
def draft() -> Draft:
    states = {
        key: ConceptState(key, f"{number:03}", {"ar": f"مفهوم {number}", "en": f"Idea {number}"})
        for number, key in enumerate(IDS)
    }
    return open_draft(SchemeState("s", states, tuple(IDS)), SchemeRules())


@pytest.fixture
def applied(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the operations that are applied, in each go."""
    counts: list[int] = []

    def counting(draft: Draft, operations: Sequence[Operation]) -> Applied:
        counts.append(len(operations))
        return apply_all(draft, operations)

    monkeypatch.setattr(conflicts, "apply_all", counting)
    return counts


def naming(request: int, number: int, key: str) -> Operation:
    return AddLabel(key, "alt", "ar", f"اسم {request} {number}")


def describing(request: int, number: int, key: str) -> Operation:
    if request % 2:
        return AddMapping(key, "closeMatch", f"https://example.org/{request}")
    return AddConcept(
        f"c_{request}_{number}",
        (key,),
        f"{number:03}.{request}",
        {"ar": f"فرع {request} {number}", "en": f"Branch {request} {number}"},
    )


@pytest.mark.parametrize("make", [naming, describing])
def test_what_is_apart_is_not_tried(draft: Draft, applied: list[int], make: Make) -> None:
    found = matrix(draft, asked(make))

    assert found == {}
    assert sum(applied) == REQUESTS * CONCEPTS


def test_only_the_parts_that_meet_are_tried(draft: Draft, applied: list[int]) -> None:
    requests = asked(naming)
    for number, operations in enumerate(requests.values()):
        operations[7] = SetNote(IDS[7], "definition", "en", None, f"Meaning {number}", "same")
        operations[9] = AddLabel(IDS[9], "alt", "ar", "الاسم نفسه")

    found = matrix(draft, requests)

    pairs = REQUESTS * (REQUESTS - 1) // 2
    assert {one.kind for one in found.values()} == {"exclusive"}
    assert len(found) == pairs
    assert all(one.is_shared for one in found.values())
    assert sum(applied) <= REQUESTS * CONCEPTS + 2 * REQUESTS + 4 * pairs


def test_the_same_question_is_answered_once(draft: Draft, applied: list[int]) -> None:
    same = [SetPrefLabel(key, "en", f"Idea {n}", f"Name {n}") for n, key in enumerate(IDS)]
    other = [SetPrefLabel(key, "en", f"Idea {n}", f"Other {n}") for n, key in enumerate(IDS)]
    requests = {f"cr_{n:02}": other if n == 0 else same for n in range(REQUESTS)}

    found = matrix(draft, requests)

    kinds = [one.kind for one in found.values()]
    assert (kinds.count("exclusive"), kinds.count("commute")) == (REQUESTS - 1, len(kinds) - 59)
    assert sum(applied) <= REQUESTS * CONCEPTS + 2 * CONCEPTS


def asked(make: Make) -> dict[str, list[Operation]]:
    return {
        f"cr_{request:02}": [make(request, number, key) for number, key in enumerate(IDS)]
        for request in range(REQUESTS)
    }
