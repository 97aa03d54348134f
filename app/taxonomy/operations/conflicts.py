"""Whether two requests can both be accepted, and in which order. Pure.

Decided by doing: both orders are applied to the draft, with every precondition and
invariant. Requests whose footprints are apart need not be tried: neither has changed what
the other looked at. Of those that meet, only the parts that do are tried.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from typing import Literal

from app.taxonomy.operations.applying import Applied, apply_all
from app.taxonomy.operations.clashes import in_both
from app.taxonomy.operations.draft import Draft
from app.taxonomy.operations.parts import Request
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


_DIFFERENT = Refusal(
    "OP-DIFFER",
    "operations",
    ar="الترتيبان ممكنان ونتيجتاهما مختلفتان: اجمعوهما في طلب واحد.",
    en="Both orders work and give different results: make one request of the two.",
)
"""Where a concept has several parents, what becomes of them may depend on who comes first."""


def verdict(draft: Draft, one: Sequence[Operation], other: Sequence[Operation]) -> Verdict:
    """Compare two requests, each of which can be applied to the draft alone.

    Raises:
        Refused: one of them cannot be applied even alone.

    """
    return Comparison(draft).of(
        Request(one, apply_all(draft, one)), Request(other, apply_all(draft, other))
    )


def matrix(
    draft: Draft, requests: Mapping[str, Sequence[Operation]]
) -> dict[tuple[str, str], Verdict]:
    """Compare every two of the requests; a pair that is not listed surely commutes.

    Requests that cannot be applied to the draft are left out.
    """
    able: dict[str, Request] = {}
    for key, operations in requests.items():
        try:
            able[key] = Request(operations, apply_all(draft, operations))
        except Refused:
            continue
    comparison = Comparison(draft)
    return {
        (one, other): comparison.of(able[one], able[other])
        for one, other in combinations(able, 2)
        if not able[one].applied.footprint.is_apart_from(able[other].applied.footprint)
    }


class Comparison:
    """Compares requests by doing, as far as they meet; what was compared once is remembered."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._alone: dict[tuple[bytes, ...], Applied] = {}
        self._said: dict[tuple[tuple[bytes, ...], tuple[bytes, ...]], Verdict] = {}

    def of(self, one: Request, other: Request) -> Verdict:
        """Say how two requests stand to each other."""
        places = one.applied.footprint.meets(other.applied.footprint)
        if not places:
            return COMMUTE
        mine, theirs = one.around(places), other.around(places)
        names = tuple(one.names[at] for at in mine), tuple(other.names[at] for at in theirs)
        for request, chosen in zip((one, other), names, strict=True):
            if len(chosen) == len(request.names):
                self._alone.setdefault(chosen, request.applied)
        if names not in self._said:
            self._said[names] = self._tried(
                [one.operations[at] for at in mine], [other.operations[at] for at in theirs], names
            )
        return self._said[names]

    def _tried(
        self,
        one: Sequence[Operation],
        other: Sequence[Operation],
        names: tuple[tuple[bytes, ...], tuple[bytes, ...]],
    ) -> Verdict:
        shared = Counter(names[0]) & Counter(names[1])
        after_one, after_other = self._applied(one, names[0]), self._applied(other, names[1])
        forth = self._second(after_one, _without(other, names[1], shared))
        back = self._second(after_other, _without(one, names[0], shared))
        is_shared = bool(shared)
        if isinstance(forth, Applied) and isinstance(back, Applied):
            if not _are_equal(after_one, forth, after_other, back):
                return Verdict("exclusive", None, (_DIFFERENT,), is_shared)
            return Verdict("commute", is_shared=is_shared)
        reasons = in_both((*_reasons(forth), *_reasons(back)), one, other, self._draft)
        if isinstance(forth, Applied):
            return Verdict("ordered", 0, reasons, is_shared)
        if isinstance(back, Applied):
            return Verdict("ordered", 1, reasons, is_shared)
        return Verdict("exclusive", None, reasons, is_shared)

    def _applied(self, operations: Sequence[Operation], names: tuple[bytes, ...]) -> Applied:
        if names not in self._alone:
            self._alone[names] = apply_all(self._draft, operations)
        return self._alone[names]

    def _second(self, first: Applied, operations: Sequence[Operation]) -> Applied | Refused:
        try:
            return apply_all(first.draft, operations)
        except Refused as refusal:
            return refusal


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


def _without(
    operations: Sequence[Operation], names: Sequence[bytes], shared: Mapping[bytes, int]
) -> list[Operation]:
    """Leave out what the other request has done already, as many times as both do it."""
    left, found = Counter(shared), list[Operation]()
    for operation, name in zip(operations, names, strict=True):
        if left[name]:
            left[name] -= 1
        else:
            found.append(operation)
    return found


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
