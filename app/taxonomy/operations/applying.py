"""Applying operations to a draft, one request at a time. Pure."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

from app.core.canonical import canonical_json
from app.taxonomy.lexicon.state import TermGroup
from app.taxonomy.operations.draft import Draft
from app.taxonomy.operations.editing import Editor
from app.taxonomy.operations.effects import Effect
from app.taxonomy.operations.footprints import Footprint
from app.taxonomy.operations.performing import perform
from app.taxonomy.operations.refusing import Refused
from app.taxonomy.operations.soundness import unsound
from app.taxonomy.operations.stored import to_json
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
    ``steps`` are the footprints of the operations, ``checks`` those of what was looked at
    in the end, each with the concept or group that it was about.
    """

    draft: Draft
    before: dict[str, ConceptState | None]
    groups_before: dict[str, TermGroup | None]
    effects: tuple[tuple[int, Effect], ...]
    steps: tuple[tuple[int, Footprint], ...]
    checks: tuple[tuple[str, Footprint], ...]
    skipped: tuple[int, ...] = ()

    @cached_property
    def footprint(self) -> Footprint:
        """What the request looked at and changed as a whole."""
        whole = Footprint()
        for _, one in (*self.steps, *self.checks):
            whole.add(one)
        return whole


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
    steps: list[tuple[int, Footprint]] = []
    culprits: dict[str, int] = {}
    is_done = among(done)
    for index, operation in enumerate(operations):
        if is_done(operation):
            skipped.append(index)
            continue
        steps.append((index, editor.note_anew()))
        effects.extend((index, one) for one in _performed(editor, operation, index))
        _blame(editor, culprits, index)
    checks = _demand_soundness(editor, culprits)
    return Applied(
        draft=editor.draft,
        before=editor.before,
        groups_before=editor.groups.before,
        effects=tuple(effects),
        steps=tuple(steps),
        checks=tuple(checks),
        skipped=tuple(skipped),
    )


def among(done: Collection[Operation]) -> Callable[[Operation], bool]:
    """Tell operations that are among others, however many these are.

    Each of those stands for one: what is done, undone and done again was done once elsewhere.
    """
    if not done:
        return lambda _: False
    left = Counter(map(name_of, done))

    def is_done(operation: Operation) -> bool:
        name = name_of(operation)
        if not left[name]:
            return False
        left[name] -= 1
        return True

    return is_done


def name_of(operation: Operation) -> bytes:
    """Write an operation so that equal ones have one name."""
    return canonical_json(to_json(operation))


def _blame(editor: Editor, culprits: dict[str, int], index: int) -> None:
    """Note which operation was the first to change a concept or a group."""
    changed = len(editor.before) + len(editor.groups.before)
    if changed == len(culprits):
        return
    for key in _newest(editor, changed - len(culprits)):
        culprits.setdefault(key, index)


def _newest(editor: Editor, count: int) -> Iterable[str]:
    both = (reversed(one) for one in (editor.before, editor.groups.before))
    return chain.from_iterable(islice(keys, count) for keys in both)


def _performed(editor: Editor, operation: Operation, index: int) -> tuple[Effect, ...]:
    try:
        return perform(operation, editor)
    except Refused as refusal:
        raise Refused(*refusal.refusals, index=index) from None


def _demand_soundness(editor: Editor, culprits: dict[str, int]) -> list[tuple[str, Footprint]]:
    checks: list[tuple[str, Footprint]] = []
    for key, refusals in chain(unsound(editor), unsound_groups(editor)):
        checks.append((key, editor.note_anew()))
        for refusal in refusals:
            raise Refused(refusal, index=culprits.get(key, 0))
    return checks
