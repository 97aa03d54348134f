"""LANG: both languages are there, and each stands in its own field. Pure."""

import re
from collections.abc import Iterator

from app.core.folding import fold
from app.core.rule_texts import Text
from app.submissions.rules.base import Check, Context, Entry, Example, Hit, Rule
from app.submissions.rules.letters import ARABIC_LETTER, LATIN_LETTER, clipped, count
from app.submissions.rules.walking import Said

_MAIN = frozenset({"title", "description"})
_ARABIC_RUN = re.compile(r"[\u0621-\u064a]{2,}")
_CODE = re.compile(r"[A-Z0-9 ./+&-]{1,20}")
"""An acronym or a code such as PCR or ISO 9001, which reads the same in both languages."""


def _lacks_english(name: str) -> Check:
    def check(entry: Entry, _context: Context) -> Iterator[Hit]:
        if entry.text(name, "ar") and not entry.text(name, "en"):
            yield Hit(f"/{name}/en")

    return check


def _one_language(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pair in entry.pairs:
        if pair.pointer[1:] not in _MAIN and bool(pair.ar) != bool(pair.en):
            yield Hit(f"{pair.pointer}/{'en' if pair.ar else 'ar'}")


def _no_arabic(entry: Entry, _context: Context) -> Iterator[Hit]:
    for said in entry.texts:
        if said.language == "ar" and said.kind in _MAIN and not ARABIC_LETTER.search(said.text):
            yield Hit(said.pointer)


def _no_arabic_in_detail(entry: Entry, _context: Context) -> Iterator[Hit]:
    for said in entry.texts:
        is_detail = said.language == "ar" and said.kind not in _MAIN
        if is_detail and _is_foreign(said) and not ARABIC_LETTER.search(said.text):
            yield Hit(said.pointer, {"text": clipped(said.text)})


def _is_foreign(said: Said) -> bool:
    return bool(LATIN_LETTER.search(said.text)) and not _CODE.fullmatch(said.text)


def _arabic_in_english(entry: Entry, _context: Context) -> Iterator[Hit]:
    for said in entry.texts:
        if said.language == "en" and said.kind in _MAIN and _is_mostly_arabic(said.text):
            yield Hit(said.pointer)


def _some_arabic_in_english(entry: Entry, _context: Context) -> Iterator[Hit]:
    for said in entry.texts:
        if said.language != "en" or not ARABIC_LETTER.search(said.text):
            continue
        if said.kind not in _MAIN or not _is_mostly_arabic(said.text):
            found = _ARABIC_RUN.search(said.text)
            yield Hit(said.pointer, {"word": clipped(found.group() if found else said.text)})


def _is_mostly_arabic(text: str) -> bool:
    return count(ARABIC_LETTER, text) > count(LATIN_LETTER, text)


def _is_mostly_latin(text: str) -> bool:
    return 0 < count(ARABIC_LETTER, text) < count(LATIN_LETTER, text)


def _mostly_latin(entry: Entry, _context: Context) -> Iterator[Hit]:
    for said in entry.texts:
        if said.language == "ar" and said.kind in _MAIN and _is_mostly_latin(said.text):
            yield Hit(said.pointer)


def _untranslated(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pair in entry.pairs:
        if pair.ar and pair.en and fold(pair.ar) == fold(pair.en) and not _CODE.fullmatch(pair.en):
            yield Hit(f"{pair.pointer}/en")


_LICENCE = {"ar": "تجديد رخصة القيادة", "en": "Driving licence renewal"}
_TEXT = {
    "ar": "تجديد رخصة القيادة المنتهية لمدة خمس سنوات.",
    "en": "Renews an expired driving licence for five years.",
}

RULES = (
    Rule(
        id="LANG-01",
        severity="warning",
        message=Text("The title in English is missing.", "العنوان الإنجليزي مفقود."),
        hint=Text("Add the English title.", "أضف العنوان بالإنجليزية."),
        why=Text(
            "Many people who live in Kuwait do not read Arabic.",
            "كثير من المقيمين في الكويت لا يقرؤون العربية.",
        ),
        good=Example({"title": _LICENCE}),
        bad=Example({"title": {"ar": "تجديد رخصة القيادة"}}),
        check=_lacks_english("title"),
    ),
    Rule(
        id="LANG-02",
        severity="warning",
        message=Text("The description in English is missing.", "الوصف الإنجليزي مفقود."),
        hint=Text("Add the English description.", "أضف الوصف بالإنجليزية."),
        why=Text(
            "Without it a reader of English sees a title and cannot tell what it offers.",
            "من دونه يرى قارئ الإنجليزية عنواناً لا يعرف ما يقدمه.",
        ),
        good=Example({"description": _TEXT}),
        bad=Example({"description": {"ar": _TEXT["ar"]}}),
        check=_lacks_english("description"),
    ),
    Rule(
        id="LANG-03",
        severity="warning",
        message=Text("This text stands in one language only.", "هذا النص بلغة واحدة فقط."),
        hint=Text("Add the other language.", "أضف اللغة الأخرى."),
        why=Text(
            "A condition or fee that half of the readers cannot read leads to refused requests.",
            "الشرط أو الرسم الذي لا يفهمه نصف القراء يؤدي إلى طلبات مرفوضة.",
        ),
        good=Example({"holdsRequirement": [{"title": {"ar": "العمر 18 سنة", "en": "Aged 18"}}]}),
        bad=Example({"holdsRequirement": [{"title": {"ar": "العمر 18 سنة"}}]}),
        check=_one_language,
    ),
    Rule(
        id="LANG-04",
        severity="error",
        message=Text(
            "The Arabic field holds no Arabic letters.", "الحقل العربي لا يحتوي على أحرف عربية."
        ),
        hint=Text(
            "Write it in Arabic; the English text has its own field.",
            "اكتبه بالعربية، فللنص الإنجليزي حقله.",
        ),
        why=Text(
            "Text in the wrong field is read aloud, searched and shown in the wrong direction.",
            "النص في غير حقله يُنطق ويُبحث فيه ويُعرض بالاتجاه الخطأ.",
        ),
        good=Example({"title": _LICENCE}),
        bad=Example({"title": {"ar": "Driving licence renewal", "en": "Driving licence"}}),
        check=_no_arabic,
    ),
    Rule(
        id="LANG-05",
        severity="warning",
        message=Text(
            "'{text}' stands in an Arabic field but is not Arabic.",
            "'{text}' مكتوب في حقل عربي وليس عربياً.",
        ),
        hint=Text("Write it in Arabic; an acronym may stay.", "اكتبه بالعربية، وتبقى المختصرات."),
        why=Text(
            "Readers of Arabic need every condition and keyword in Arabic.",
            "قارئ العربية يحتاج كل شرط وكلمة مفتاحية بالعربية.",
        ),
        good=Example({"keyword": {"ar": ["ليسن", "PCR"], "en": []}}),
        bad=Example({"keyword": {"ar": ["driving licence"], "en": []}}),
        check=_no_arabic_in_detail,
    ),
    Rule(
        id="LANG-06",
        severity="error",
        message=Text("The English field holds Arabic text.", "الحقل الإنجليزي يحتوي على نص عربي."),
        hint=Text(
            "Write it in English; the Arabic text has its own field.",
            "اكتبه بالإنجليزية، فللنص العربي حقله.",
        ),
        why=Text(
            "Text in the wrong field is read aloud, searched and shown in the wrong direction.",
            "النص في غير حقله يُنطق ويُبحث فيه ويُعرض بالاتجاه الخطأ.",
        ),
        good=Example({"title": _LICENCE}),
        bad=Example({"title": {"ar": "تجديد رخصة القيادة", "en": "تجديد الرخصة"}}),
        check=_arabic_in_english,
    ),
    Rule(
        id="LANG-07",
        severity="warning",
        message=Text(
            "The English text holds the Arabic '{word}'.", "في النص الإنجليزي كلمة عربية '{word}'."
        ),
        hint=Text("Translate it or write it in Latin letters.", "ترجمها أو اكتبها بأحرف لاتينية."),
        why=Text(
            "Two directions in one line change places on the screen and confuse the order.",
            "اجتماع اتجاهين في سطر واحد يبدّل مواضع الكلمات على الشاشة.",
        ),
        good=Example({"keyword": {"ar": ["ليسن"], "en": ["iqama"]}}),
        bad=Example({"keyword": {"ar": ["ليسن"], "en": ["إقامة"]}}),
        check=_some_arabic_in_english,
    ),
    Rule(
        id="LANG-08",
        severity="warning",
        message=Text(
            "The Arabic text is mostly in Latin letters.", "أغلب النص العربي بأحرف لاتينية."
        ),
        hint=Text("Write it in Arabic.", "اكتبه بالعربية."),
        why=Text(
            "A text with a single Arabic word is not a translation.",
            "النص الذي فيه كلمة عربية واحدة ليس ترجمة.",
        ),
        good=Example({"title": _LICENCE}),
        bad=Example({"title": {"ar": "رخصة driving licence renewal", "en": "Licence renewal"}}),
        check=_mostly_latin,
    ),
    Rule(
        id="LANG-09",
        severity="warning",
        message=Text("Both languages hold the same text.", "النص نفسه مكرر في اللغتين."),
        hint=Text("Translate it.", "ترجمه."),
        why=Text(
            "A copied text looks complete in every count and is of no use to its readers.",
            "النص المنسوخ يبدو مكتملاً في الإحصاء ولا ينفع قارئه.",
        ),
        good=Example({"holdsRequirement": [{"title": {"ar": "العمر 18 سنة", "en": "Aged 18"}}]}),
        bad=Example({"holdsRequirement": [{"title": {"ar": "العمر 18", "en": "العمر 18"}}]}),
        check=_untranslated,
    ),
)
