"""Bringing a request up to a draft that has moved: base, theirs and ours, field by field. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from app.taxonomy.operations.applying import apply_all
from app.taxonomy.operations.draft import Draft
from app.taxonomy.operations.editing import Editor
from app.taxonomy.operations.performing import perform
from app.taxonomy.operations.refusing import Refusal, Refused
from app.taxonomy.operations.values import Operation

Choice = Literal["ours", "theirs"]
EXPECTATIONS: Mapping[str, str] = {
    "prefLabel": "old",
    "definition": "old",
    "scopeNote": "old",
    "notation": "old",
    "isAssignable": "old",
    "from": "source",
    "old": "old",
    "carried": "carried",
    "shared": "shared",
    "wasAssignable": "was_assignable",
    "oldConsider": "old_consider",
    "oldSuccessors": "old_successors",
    "replacedBy": "old_replaced_by",
    "direction": "old",
    "term": "term",
    "consider": "old_consider",
}
"""Which field of an operation holds the value that a refusal names as expected."""


@dataclass(frozen=True)
class RebaseItem:
    """One operation that no longer fits.

    ``base`` is what it expected, ``theirs`` what the draft holds now, ``ours`` what it
    wants; ``is_mergeable`` says that choosing ours makes it fit again.
    """

    index: int
    field: str
    base: Any  # Any: a value of a concept
    theirs: Any  # Any: see base
    ours: Any  # Any: see base
    refusal: Refusal
    is_mergeable: bool


@dataclass(frozen=True)
class Rebase:
    """What no longer fits, what others have done already, and what remains to be enacted."""

    items: tuple[RebaseItem, ...]
    converged: tuple[int, ...]
    merged: tuple[Operation, ...]
    refusal: Refusal | None = None

    @property
    def is_clean(self) -> bool:
        """Nothing needs a choice, and the merged request can be applied."""
        return self.refusal is None and all(item.is_mergeable for item in self.items)


def rebase(
    draft: Draft,
    operations: Sequence[Operation],
    *,
    done: Sequence[Operation] = (),
    choices: Mapping[int, Choice] | None = None,
) -> Rebase:
    """Fit a request to a draft.

    For an operation that no longer fits, ``choices`` (by its place) says whether ours is
    kept over what the draft holds now, or dropped; ours where nothing is said and it can be.
    """
    now = draft
    items: list[RebaseItem] = []
    merged: list[Operation] = []
    converged = tuple(index for index, one in enumerate(operations) if one in done)
    for index, operation in enumerate(operations):
        if index in converged:
            continue
        step = _tried(now, operation)
        if isinstance(step, Refusal):
            mended = _mended(now, operation, step)
            is_ours = mended is not None and (choices or {}).get(index) != "theirs"
            is_settled = mended is not None or (choices or {}).get(index) == "theirs"
            items.append(_item(index, operation, step, is_mergeable=is_settled))
            if mended is None or not is_ours:
                continue
            kept, now = mended
            merged.append(kept)
        else:
            now = step
            merged.append(operation)
    return Rebase(tuple(items), converged, tuple(merged), _remaining_fault(draft, merged))


def _item(index: int, operation: Operation, refusal: Refusal, *, is_mergeable: bool) -> RebaseItem:
    return RebaseItem(
        index=index,
        field=refusal.field,
        base=refusal.expected,
        theirs=refusal.found,
        ours=getattr(operation, "new", getattr(operation, "target", None)),
        refusal=refusal,
        is_mergeable=is_mergeable,
    )


def _tried(draft: Draft, operation: Operation) -> Draft | Refusal:
    editor = Editor(draft)
    try:
        perform(operation, editor)
    except Refused as refused:
        return refused.refusals[0]
    return editor.draft


def _mended(draft: Draft, operation: Operation, refusal: Refusal) -> tuple[Operation, Draft] | None:
    """Let the operation expect what is there now, if that is all it lacks."""
    for _ in range(3):
        field = EXPECTATIONS.get(refusal.field)
        if not refusal.is_mismatch or field is None or not hasattr(operation, field):
            return None
        changes: dict[str, Any] = {field: refusal.found}  # Any: a field of an operation
        operation = replace(operation, **changes)
        step = _tried(draft, operation)
        if isinstance(step, Draft):
            return operation, step
        refusal = step
    return None


def _remaining_fault(draft: Draft, merged: Sequence[Operation]) -> Refusal | None:
    try:
        apply_all(draft, merged)
    except Refused as refused:
        return refused.refusals[0]
    return None
