"""Applying operations to a draft, one request at a time. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from app.taxonomy.lexicon.state import TermGroup
from app.taxonomy.operations.draft import Draft
from app.taxonomy.operations.editing import Editor, Footprint
from app.taxonomy.operations.effects import Effect
from app.taxonomy.operations.performing import perform
from app.taxonomy.operations.refusing import Refused
from app.taxonomy.operations.soundness import unsound
from app.taxonomy.operations.values import Operation
from app.taxonomy.operations.wordlists import unsound_groups
from app.taxonomy.state import ConceptState


@dataclass(frozen=True)
class Applied:
    """The draft after a request.

    ``before`` holds what every changed concept was (``None``: it was not there),
    ``groups_before`` what every changed group of the lexicon was, ``effects`` what each
    operation means for services, in the operations' order;
    ``skipped`` are the places of operations that an earlier request had done already.
    """

    draft: Draft
    before: dict[str, ConceptState | None]
    groups_before: dict[str, TermGroup | None]
    effects: tuple[tuple[int, Effect], ...]
    footprint: Footprint
    skipped: tuple[int, ...] = ()


def apply(draft: Draft, operation: Operation) -> Applied:
    """Apply one operation.

    Raises:
        Refused: a precondition or an invariant does not hold.

    """
    return apply_all(draft, [operation])


def apply_all(
    draft: Draft, operations: Sequence[Operation], *, done: Sequence[Operation] = ()
) -> Applied:
    """Apply the operations of one request: all of them, or none.

    An operation that is among ``done`` (those of requests accepted since this one was
    written) is skipped: two requests that want the same have converged.

    Raises:
        Refused: a precondition or an invariant does not hold; ``index`` says where.

    """
    editor = Editor(draft)
    effects: list[tuple[int, Effect]] = []
    skipped: list[int] = []
    culprits: dict[str, int] = {}
    for index, operation in enumerate(operations):
        if operation in done:
            skipped.append(index)
            continue
        effects.extend((index, one) for one in _performed(editor, operation, index))
        for key in (editor.before.keys() | editor.groups.before.keys()) - culprits.keys():
            culprits[key] = index
    _demand_soundness(editor, culprits)
    return Applied(
        draft=editor.draft,
        before=editor.before,
        groups_before=editor.groups.before,
        effects=tuple(effects),
        footprint=editor.print,
        skipped=tuple(skipped),
    )


def _performed(editor: Editor, operation: Operation, index: int) -> tuple[Effect, ...]:
    try:
        return perform(operation, editor)
    except Refused as refusal:
        raise Refused(*refusal.refusals, index=index) from None


def _demand_soundness(editor: Editor, culprits: dict[str, int]) -> None:
    for key, refusal in chain(unsound(editor), unsound_groups(editor)):
        raise Refused(refusal, index=culprits.get(key, 0))
