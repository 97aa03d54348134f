"""TRANS: a text changed in one language and its translation stayed behind. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from app.core.folding import fold
from app.core.rule_texts import Text
from app.submissions.rules.base import (
    Check,
    Content,
    Context,
    Entry,
    Example,
    Hit,
    Rule,
    TextDates,
)
from app.submissions.rules.letters import words_of
from app.submissions.rules.walking import Pair, pairs_of


def text_dates(revisions: Iterable[tuple[date, Content]]) -> TextDates:
    """Say when each text last changed; revisions come oldest first, with their dates."""
    changed: dict[tuple[str, str], date] = {}
    before: dict[str, Pair] = {}
    for on, content in revisions:
        now = {pair.pointer: pair for pair in pairs_of(content)}
        for pointer, pair in now.items():
            old = before.get(pointer, Pair(pointer, "", ""))
            for language in ("ar", "en"):
                if _differs(getattr(old, language), getattr(pair, language)):
                    changed[pointer, language] = on
        before = now
    return changed


def _differs(old: str, new: str) -> bool:
    """Whether the words or numbers changed; spelling, signs and spaces need no translation."""
    return old != new and _read(old) != _read(new)


def _read(text: str) -> tuple[list[str], list[str]]:
    folded = fold(text)
    return words_of(folded), [one for one in folded if one.isdecimal()]


def _comparable(old: Content, new: Content) -> Iterator[tuple[Pair, Pair]]:
    """Pair the texts of two contents; lists of different length cannot be paired."""
    before = {pair.pointer: pair for pair in pairs_of(old)}
    for pair in pairs_of(new):
        name = pair.pointer.split("/")[1]
        if pair.pointer in before and _length(old.get(name)) == _length(new.get(name)):
            yield before[pair.pointer], pair


def _length(value: Any) -> int:  # Any: a field of the content
    return len(value) if isinstance(value, list) else 0


def _left_behind(changed: str, left: str) -> Check:
    def check(entry: Entry, context: Context) -> Iterator[Hit]:
        if context.published is None:
            return
        for old, new in _comparable(context.published.content, entry.content):
            was, now = getattr(old, changed), getattr(new, changed)
            stale, kept = getattr(old, left), getattr(new, left)
            if was and now and kept and _differs(was, now) and not _differs(stale, kept):
                yield Hit(f"{new.pointer}/{left}")

    return check


def _still_behind(entry: Entry, context: Context) -> Iterator[Hit]:
    if context.published is None:
        return
    dates = context.published.changed_on
    for old, new in _comparable(context.published.content, entry.content):
        arabic, english = (dates.get((new.pointer, one)) for one in ("ar", "en"))
        is_same = not _differs(old.ar, new.ar) and not _differs(old.en, new.en)
        if arabic and english and arabic != english and is_same and new.ar and new.en:
            left, since = ("en", arabic) if english < arabic else ("ar", english)
            yield Hit(f"{new.pointer}/{left}", {"on": since.isoformat()})


_BEFORE: Mapping[str, Any] = {  # Any: JSON
    "description": {
        "ar": "تجديد رخصة القيادة المنتهية لمدة خمس سنوات.",
        "en": "Renews an expired driving licence for five years.",
    }
}
_BOTH = {
    "description": {
        "ar": "تجديد رخصة القيادة المنتهية لمدة خمس عشرة سنة.",
        "en": "Renews an expired driving licence for fifteen years.",
    }
}
_ARABIC_ONLY = {"description": {**_BEFORE["description"], "ar": _BOTH["description"]["ar"]}}
_ENGLISH_ONLY = {"description": {**_BEFORE["description"], "en": _BOTH["description"]["en"]}}
_WHY = Text(
    "Both texts look complete, and one of them is wrong: nobody notices until somebody relies "
    "on it.",
    "النصان يبدوان مكتملين وأحدهما خاطئ، ولا يُلحظ ذلك حتى يعتمد عليه أحد.",
)

RULES = (
    Rule(
        id="TRANS-01",
        severity="warning",
        message=Text(
            "The Arabic text has changed and the English has not.",
            "تغيّر النص العربي ولم يتغيّر الإنجليزي.",
        ),
        hint=Text("Bring the English up to date.", "حدّث النص الإنجليزي."),
        why=_WHY,
        good=Example(_BOTH, published=_BEFORE),
        bad=Example(_ARABIC_ONLY, published=_BEFORE),
        check=_left_behind("ar", "en"),
    ),
    Rule(
        id="TRANS-02",
        severity="warning",
        message=Text(
            "The English text has changed and the Arabic has not.",
            "تغيّر النص الإنجليزي ولم يتغيّر العربي.",
        ),
        hint=Text("Bring the Arabic up to date.", "حدّث النص العربي."),
        why=_WHY,
        good=Example(_BOTH, published=_BEFORE),
        bad=Example(_ENGLISH_ONLY, published=_BEFORE),
        check=_left_behind("en", "ar"),
    ),
    Rule(
        id="TRANS-03",
        severity="suggestion",
        message=Text(
            "The other language was changed on {on}, this text never since.",
            "تغيّرت اللغة الأخرى في {on} ولم يتغيّر هذا النص بعدها.",
        ),
        hint=Text(
            "Compare the two texts; mend this one if they differ.",
            "قارن النصين وصحح هذا إن اختلفا.",
        ),
        why=_WHY,
        good=Example(
            _BOTH,
            published=_BOTH,
            changed_on={
                ("/description", "ar"): date(2026, 1, 1),
                ("/description", "en"): date(2026, 1, 1),
            },
        ),
        bad=Example(
            _ARABIC_ONLY,
            published=_ARABIC_ONLY,
            changed_on={
                ("/description", "ar"): date(2026, 3, 1),
                ("/description", "en"): date(2026, 1, 1),
            },
        ),
        check=_still_behind,
    ),
)
