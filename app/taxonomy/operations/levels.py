"""The number of a release, computed from its operations. Pure.

major: a code that was stored under the version before now needs a person. minor: codes
were added, moved or retired in a way that a machine can follow. patch: only wording.
The highest operation decides.
"""

from collections.abc import Callable, Sequence

from app.taxonomy.operations.applying import Applied
from app.taxonomy.operations.effects import LEVELS, Because, Effect, Level
from app.taxonomy.operations.values import (
    AddLabel,
    AddMapping,
    Operation,
    Relate,
    RemoveLabel,
    RemoveMapping,
    Reorder,
    SetNote,
    SetPrefLabel,
    SetTermDirection,
    Unrelate,
)

_WORDING = (
    AddLabel,
    AddMapping,
    Relate,
    RemoveLabel,
    RemoveMapping,
    Reorder,
    SetPrefLabel,
    SetTermDirection,
    Unrelate,
)
_REASONS: dict[str, tuple[str, str]] = {
    "choose": (
        "رمز {0} صار عدة رموز ويحتاج إلى قرار بشري.",
        "The code {0} has several successors: people must choose.",
    ),
    "to_parent": (
        "أُلغي الرمز {0} بلا خلف تام.",
        "The code {0} was retired without an exact successor.",
    ),
    "unassignable": (
        "لم يعد الرمز {0} يُسند مباشرة وعليه خدمات.",
        "The code {0} has services and can no longer be assigned.",
    ),
    "shifted": ("تغيّر معنى الرمز {0}.", "The meaning of the code {0} has shifted."),
    "minor": ("تغيّر الرمز {0} بطريقة تتبعها الآلة.", "{0}: a change that a machine can follow."),
    "minor_group": (
        "تغيّرت مجموعة الألفاظ «{0}» بطريقة تتبعها الآلة.",
        "The words of “{0}”: a change that a machine can follow.",
    ),
    "patch": ("تغيّرت صياغة {0} فقط.", "{0}: only wording."),
}


def level_of(
    applied: Applied,
    operations: Sequence[Operation],
    *,
    is_tagged: Callable[[str], bool] = lambda _: True,
) -> tuple[Level, tuple[Because, ...]]:
    """Compute the level of a release and name the operations that make it so.

    ``is_tagged`` says whether services carry a concept's code directly.
    """
    by_place: dict[int, list[Effect]] = {}
    for index, effect in applied.effects:
        by_place.setdefault(index, []).append(effect)
    found = [
        _judge(applied, operation, index, by_place.get(index, []), is_tagged)
        for index, operation in enumerate(operations)
        if index not in applied.skipped
    ]
    levels: list[Level] = [one.level for one in found]
    highest = max(levels, key=LEVELS.index) if levels else LEVELS[0]
    return highest, tuple(one for one in found if one.level == highest)


def level_of_requests(
    requests: Sequence[Sequence[Operation]],
    applied: Sequence[Applied],
    *,
    is_tagged: Callable[[str], bool] = lambda _: True,
) -> tuple[Level, tuple[Because, ...]]:
    """Compute the level of a release that several requests make up; there is at least one."""
    found = [
        level_of(one, operations, is_tagged=is_tagged)
        for operations, one in zip(requests, applied, strict=True)
    ]
    highest = max((level for level, _ in found), key=LEVELS.index)
    return highest, tuple(one for level, because in found if level == highest for one in because)


def next_number(number: str, level: Level) -> str:
    """Count a version number up by a level (Semantic Versioning 2.0.0)."""
    major, minor, patch = (int(part) for part in number.split("-", maxsplit=1)[0].split("."))
    if level == "major":
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if level == "minor" else f"{major}.{minor}.{patch + 1}"


def _judge(
    applied: Applied,
    operation: Operation,
    index: int,
    effects: Sequence[Effect],
    is_tagged: Callable[[str], bool],
) -> Because:
    level, reason = _weigh(operation, effects, is_tagged)
    concept = next((one.concept for one in effects), _subject(operation))
    if reason == "minor" and concept in applied.draft.lexicon.groups:
        reason = "minor_group"
    names = _names(applied, concept)
    ar, en = (text.format(name) for text, name in zip(_REASONS[reason], names, strict=True))
    return Because(level, index, operation.op, concept, ar, en)


def _names(applied: Applied, key: str) -> tuple[str, str]:
    """Name a concept by its code, and a group of the lexicon by its titles."""
    group = applied.draft.lexicon.groups.get(key)
    if group is not None:
        return group.title["ar"], group.title["en"]
    state = applied.draft.concepts.get(key)
    return (state.notation, state.notation) if state else (key, key)


def _weigh(
    operation: Operation, effects: Sequence[Effect], is_tagged: Callable[[str], bool]
) -> tuple[Level, str]:
    kinds = {effect.kind: effect for effect in effects}
    for kind in ("choose", "to_parent"):
        if kind in kinds:
            return "major", kind
    if "unassignable" in kinds and is_tagged(kinds["unassignable"].concept):
        return "major", "unassignable"
    if isinstance(operation, SetNote):
        return _weigh_note(operation)
    return ("patch", "patch") if isinstance(operation, _WORDING) else ("minor", "minor")


def _weigh_note(operation: SetNote) -> tuple[Level, str]:
    if operation.meaning == "shifted":
        return "major", "shifted"
    return ("patch", "patch") if operation.meaning == "same" else ("minor", "minor")


def _subject(operation: Operation) -> str:
    for name in ("concept", "source", "a", "parent", "group"):
        if getattr(operation, name, None):
            return str(getattr(operation, name))
    return ""
