"""From refusals of operations and of consensus to the errors that are answered."""

from collections.abc import Iterable, Iterator

from app.core.errors import Finding
from app.taxonomy.errors import OperationRefused
from app.taxonomy.operations.refusing import Refusal, Refused
from app.workshops.errors import (
    ChangeRequestOutdated,
    ConsensusNotReached,
    UnsoundChangeRequest,
)
from app.workshops.rules import Reason


def refused_operation(refused: Refused) -> OperationRefused:
    """Say which operation of those that were sent cannot be applied, in which field, and why."""
    return OperationRefused(str(refused), findings=list(findings_of(refused)))


def outdated(change_request_id: str, refused: Refused | OperationRefused) -> ChangeRequestOutdated:
    """Say that operations which once applied do so no longer."""
    if isinstance(refused, Refused):
        refused = refused_operation(refused)
    detail = f"The operations of '{change_request_id}' no longer apply: {refused}"
    return ChangeRequestOutdated(detail, findings=refused.findings)


def findings_of(refused: Refused) -> Iterator[Finding]:
    """Shape refusals as findings; the pointer leads to the field of the operation."""
    for one in refused.refusals:
        yield Finding(
            pointer=f"/operations/{refused.index or 0}/{one.field}",
            rule=one.code,
            message={"ar": one.ar, "en": one.en},
            hint=_expectation(one),
        )


def not_agreed(reasons: Iterable[Reason]) -> ConsensusNotReached:
    """Say why positions do not bear a decision out."""
    found = tuple(reasons)
    return ConsensusNotReached(found[0].en, findings=[_finding(one) for one in found])


def left_unsaid(reasons: Iterable[Reason]) -> UnsoundChangeRequest:
    """Say what is missing in what was sent."""
    found = tuple(reasons)
    return UnsoundChangeRequest(found[0].en, findings=[_finding(one) for one in found])


def unsound(pointer: str, rule: str, *, ar: str, en: str) -> UnsoundChangeRequest:
    """Say in one reason what is wrong with what was sent."""
    return left_unsaid([Reason(rule, ar=ar, en=en, pointer=pointer)])


def _finding(reason: Reason) -> Finding:
    message = {"ar": reason.ar, "en": reason.en}
    return Finding(pointer=reason.pointer, rule=reason.code, message=message)


def _expectation(one: Refusal) -> dict[str, str] | None:
    if not one.is_mismatch:
        return None
    return {
        "ar": f"المتوقع: {one.expected!r}؛ الموجود: {one.found!r}.",
        "en": f"Expected: {one.expected!r}; found: {one.found!r}.",
    }
