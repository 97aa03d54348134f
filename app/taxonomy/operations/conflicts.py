"""Whether two requests can both be accepted, and in which order. Pure.

Decided by doing: both orders are applied to the draft, with every precondition and
invariant. Requests whose footprints are apart need not be tried: neither has changed what
the other looked at.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from typing import Literal

from app.taxonomy.operations.applying import Applied, apply_all
from app.taxonomy.operations.draft import Draft
from app.taxonomy.operations.refusing import Refusal, Refused
from app.taxonomy.operations.values import Operation

VerdictKind = Literal["commute", "ordered", "exclusive"]


@dataclass(frozen=True)
class Verdict:
    """How two requests stand to each other.

    ``ordered``: the one numbered ``first`` (0 or 1) must be enacted before the other.
    ``reasons`` say what refuses the order, or the orders, that do not work;
    ``is_shared`` says that both hold the same operation, which is done once.
    """

    kind: VerdictKind
    first: Literal[0, 1] | None = None
    reasons: tuple[Refusal, ...] = ()
    is_shared: bool = False


COMMUTE = Verdict("commute")


class Differ(AssertionError):
    """Both orders work and give different drafts: an operation is wrongly defined."""


def verdict(draft: Draft, one: Sequence[Operation], other: Sequence[Operation]) -> Verdict:
    """Compare two requests, each of which can be applied to the draft alone.

    Raises:
        Refused: one of them cannot be applied even alone.

    """
    return _compare(one, apply_all(draft, one), other, apply_all(draft, other))


def matrix(
    draft: Draft, requests: Mapping[str, Sequence[Operation]]
) -> dict[tuple[str, str], Verdict]:
    """Compare every two of the requests; a pair that is not listed surely commutes.

    Requests that cannot be applied to the draft are left out.
    """
    applied: dict[str, Applied] = {}
    for key, operations in requests.items():
        try:
            applied[key] = apply_all(draft, operations)
        except Refused:
            continue
    return {
        (one, other): _compare(requests[one], applied[one], requests[other], applied[other])
        for one, other in combinations(applied, 2)
        if not applied[one].footprint.is_apart_from(applied[other].footprint)
    }


def valid_order(
    verdicts: Mapping[tuple[str, str], Verdict], requests: Iterable[str]
) -> list[str] | None:
    """Put requests into an order in which each can be enacted; None when there is none.

    Requests that exclude each other make no order. What is free stays as it was given.
    """
    ids = list(requests)
    needs: dict[str, set[str]] = {key: set() for key in ids}
    for (one, other), found in verdicts.items():
        if one not in needs or other not in needs or found.kind == "commute":
            continue
        if found.kind == "exclusive":
            return None
        before, after = (one, other) if found.first == 0 else (other, one)
        needs[after].add(before)
    return _sorted(needs, ids)


def _sorted(needs: Mapping[str, set[str]], ids: Sequence[str]) -> list[str] | None:
    sorter = TopologicalSorter(needs)
    try:
        sorter.prepare()
    except CycleError:
        return None
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=ids.index)
        order.extend(ready)
        sorter.done(*ready)
    return order


def _compare(
    one: Sequence[Operation], after_one: Applied, other: Sequence[Operation], after_other: Applied
) -> Verdict:
    if after_one.footprint.is_apart_from(after_other.footprint):
        return COMMUTE
    forth = _second(after_one, other, one)
    back = _second(after_other, one, other)
    is_shared = any(operation in one for operation in other)
    if isinstance(forth, Applied) and isinstance(back, Applied):
        if not _are_equal(after_one, forth, after_other, back):
            raise Differ(f"{one} and {other} give different drafts in their two orders")
        return Verdict("commute", is_shared=is_shared)
    if isinstance(forth, Applied):
        return Verdict("ordered", 0, _reasons(back), is_shared)
    if isinstance(back, Applied):
        return Verdict("ordered", 1, _reasons(forth), is_shared)
    return Verdict("exclusive", None, (*_reasons(forth), *_reasons(back)), is_shared)


def _second(
    first: Applied, operations: Sequence[Operation], done: Sequence[Operation]
) -> Applied | Refused:
    try:
        return apply_all(first.draft, operations, done=done)
    except Refused as refusal:
        return refusal


def _reasons(outcome: Applied | Refused) -> tuple[Refusal, ...]:
    return outcome.refusals if isinstance(outcome, Refused) else ()


def _are_equal(first: Applied, forth: Applied, second: Applied, back: Applied) -> bool:
    """Compare two drafts by what was changed on the ways to them."""
    changed = {*first.before, *forth.before, *second.before, *back.before}
    groups = {key for applied in (first, forth, second, back) for key in applied.groups_before}
    one, other = forth.draft, back.draft
    return (
        one.top == other.top
        and all(one.concepts.get(key) == other.concepts.get(key) for key in changed)
        and all(one.lexicon.groups.get(key) == other.lexicon.groups.get(key) for key in groups)
    )
