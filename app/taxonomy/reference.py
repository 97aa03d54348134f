"""The rules of integrity of a scheme, as their pages tell them. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from app.core.reference import RuleEntry, Sample, Texts
from app.core.rule_texts import Text, as_json, shown
from app.taxonomy.integrity import RULES as INTEGRITY_RULES
from app.taxonomy.integrity import Rule
from app.taxonomy.integrity.documenting import FAMILIES
from app.taxonomy.integrity.examples import SOUND

_HEAD: Texts = {"ar": "سلامة التصنيف", "en": "Integrity of the taxonomy"}
_RELEASES: Texts = {
    "ar": "سلامة التصنيف: من إصدار إلى إصدار",
    "en": "Integrity of the taxonomy: from version to version",
}


def _entries(rules: Iterable[Rule]) -> Iterator[RuleEntry]:
    families = list(FAMILIES)
    for one in sorted(rules, key=lambda one: (families.index(one.family), one.id)):
        yield _entry(one)


def _entry(rule: Rule) -> RuleEntry:
    return RuleEntry(
        id=rule.id,
        severity=rule.severity,
        family={code: f"{_HEAD[code]}: {text}" for code, text in _family(rule).items()},
        message=_texts(rule.message),
        hint=_texts(rule.hint),
        why=_texts(rule.why),
        good=(Sample("scheme", as_json(rule.good)),),
        bad=(Sample("scheme", as_json(rule.bad)),),
        title=_texts(rule.title),
    )


def _family(rule: Rule) -> Texts:
    return _texts(FAMILIES[rule.family])


def _texts(text: Text) -> Texts:
    return {"ar": shown(text.ar), "en": shown(text.en)}


_OF_RELEASES: tuple[RuleEntry, ...] = (
    RuleEntry(
        "TAX-TOTAL",
        "error",
        _RELEASES,
        {
            "ar": "خدمات مفهوم ملغى بلا وجهة.",
            "en": "The services of a retired concept would have no place.",
        },
        {
            "ar": "سمِّ خلفاً أو مفاهيم للاختيار بينها.",
            "en": "Name a successor, or concepts to choose from.",
        },
        {"ar": "لا تُسقط خدمة من التصنيف أبداً.", "en": "No service ever drops out of a scheme."},
    ),
    RuleEntry(
        "TAX-INVERSE",
        "error",
        _RELEASES,
        {
            "ar": "العمليات العكسية لا تعيد الإصدار السابق تماماً.",
            "en": "The inverse operations do not give back exactly the version before.",
        },
        {
            "ar": "أبلغ القائمين على النظام: هذا خلل في النظام لا في التصنيف.",
            "en": "Tell those who run the system: the fault is its own, not the scheme's.",
        },
        {
            "ar": "كل إصدار يمكن التراجع عنه.",
            "en": "Every release can be taken back.",
        },
    ),
)
RULES: tuple[RuleEntry, ...] = (*_entries(INTEGRITY_RULES), *_OF_RELEASES)

SOUND_SCHEME: Mapping[str, object] = {"concepts": SOUND}
"""The scheme that the examples change."""
