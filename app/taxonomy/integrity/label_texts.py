"""How labels are written: characters that do not belong there, and habits. Pure."""

import re
from collections.abc import Iterator

from app.core.rule_texts import Text
from app.taxonomy.integrity.base import Check, Hit, Rule
from app.taxonomy.integrity.examples import changed
from app.taxonomy.integrity.labels import is_placeholder
from app.taxonomy.integrity.naming import LanguageCode
from app.taxonomy.integrity.subject import Subject
from app.taxonomy.state import ConceptState

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060-\u2064\ufeff\ufff9-\uffff"
    "\ue000-\uf8ff\ud800-\udfff]"
)
"""Control characters, private ones, halves of pairs, and invisible ones that join no letters."""
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Unicode Standard Annex #9 (2024), section 2."""
_ARABIC_LETTER = re.compile("[\u0620-\u064a\u066e\u066f\u0671-\u06d3\u0750-\u077f\ufb50-\ufefc]")
_LAST_SIGN = re.compile(r"[.,;:!?،؛؟…·\-–—/]\Z")
_NUMBERED = re.compile(
    r"\A\(?(?:\d{1,3}(?:\.\d{1,3})*[.)\-:–]|\d{1,3}(?:\.\d{1,3})+|[A-Za-zأ-ي][.)])\s"
)
_FEWEST_CAPITALS = 5
"""Shorter words in capitals are acronyms."""


def _texts(one: ConceptState) -> Iterator[tuple[str, str]]:
    """List every label of a concept with its language."""
    yield from one.pref_label.items()
    for labels in (one.alt_label, one.hidden_label):
        for language, texts in labels.items():
            for text in texts:
                yield language, text


def _spaces(subject: Subject) -> Iterator[Hit]:
    required = subject.given.terms.languages
    for one in subject.focus:
        for language, text in _texts(one):
            if text and text == " ".join(text.split()):
                continue
            is_missing = language in required and is_placeholder(text)
            if not is_missing or one.pref_label.get(language) != text:
                yield Hit(one, {"text": text, "language": LanguageCode(language)})


def _holding(pattern: re.Pattern[str]) -> Check:
    """Make a check that names the first character of a kind in every label."""

    def check(subject: Subject) -> Iterator[Hit]:
        for one in subject.focus:
            for _, text in _texts(one):
                found = None if text.isprintable() and text.isascii() else pattern.search(text)
                if found:
                    yield Hit(one, {"text": text, "sign": f"U+{ord(found.group()):04X}"})

    return check


def _not_arabic(subject: Subject) -> Iterator[Hit]:
    for one in subject.focus:
        for language, text in _arabic(one):
            if not _ARABIC_LETTER.search(text) and not is_placeholder(text):
                yield Hit(one, {"text": text, "language": LanguageCode(language)})


def _arabic(one: ConceptState) -> Iterator[tuple[str, str]]:
    """List what is shown in Arabic; hidden labels may be typed in other letters."""
    for language, text in one.pref_label.items():
        if _is_arabic(language):
            yield language, text
    for language, texts in one.alt_label.items():
        if _is_arabic(language):
            yield from ((language, text) for text in texts)


def _is_arabic(language: str) -> bool:
    return language == "ar" or language.lower().startswith("ar-")


def _too_long(subject: Subject) -> Iterator[Hit]:
    most = subject.given.limits.longest_label
    for one in subject.active:
        for text in one.pref_label.values():
            if len(text) > most:
                yield Hit(one, {"text": text, "count": len(text), "most": most})


def _shown_badly(pattern: re.Pattern[str]) -> Check:
    """Make a check that quotes every preferred label in which a pattern is found."""

    def check(subject: Subject) -> Iterator[Hit]:
        for one in subject.active:
            for text in one.pref_label.values():
                if pattern.search(text) and not is_placeholder(text):
                    yield Hit(one, {"text": text})

    return check


def _capitals(subject: Subject) -> Iterator[Hit]:
    for one in subject.active:
        for text in one.pref_label.values():
            letters = [sign for sign in text if sign.isalpha()] if text.isupper() else []
            if len(letters) >= _FEWEST_CAPITALS and all(map(str.isupper, letters)):
                yield Hit(one, {"text": text})


def _english(text: str) -> dict[str, str]:
    return {"ar": "المراكز الصحية", "en": text}


RULES = (
    Rule(
        id="TAX-SPACE",
        severity="error",
        family="labels",
        title=Text("No label is empty or has stray spaces.", "لا تسمية فارغة ولا مسافات زائدة."),
        message=Text(
            "The label '{text}' of {concept} is empty, or has spaces too many.",
            "التسمية «{text}» لـ{concept} فارغة أو فيها مسافات زائدة.",
        ),
        hint=Text(
            "Put one space between words, none at the ends, and no line break.",
            "اترك مسافة واحدة بين الكلمات ولا تترك مسافة في الطرفين ولا سطراً جديداً.",
        ),
        why=Text(
            "Stray spaces make equal labels differ.",
            "المسافات الزائدة تجعل التسمية الواحدة تسميتين.",
        ),
        good=changed("clinics", prefLabel=_english("Health centres")),
        bad=changed("clinics", prefLabel=_english("Health  centres ")),
        check=_spaces,
    ),
    Rule(
        id="TAX-CONTROL",
        severity="error",
        family="labels",
        title=Text("No label holds invisible characters.", "لا رموز خفية في التسميات."),
        message=Text(
            "The label '{text}' of {concept} holds the invisible character {sign}.",
            "في التسمية «{text}» لـ{concept} الرمز الخفي {sign}.",
        ),
        hint=Text("Type the label again.", "أعد كتابة التسمية."),
        why=Text(
            "Labels that look alike would be different ones.",
            "تبدو التسميتان واحدة وهما مختلفتان.",
        ),
        good=changed("clinics", prefLabel=_english("Health centres")),
        bad=changed("clinics", prefLabel=_english("Health\u200bcentres")),
        check=_holding(_CONTROL),
    ),
    Rule(
        id="TAX-BIDI",
        severity="error",
        family="labels",
        title=Text("No label holds direction marks.", "لا علامات اتجاه في التسميات."),
        message=Text(
            "The label '{text}' of {concept} holds the direction mark {sign}.",
            "في التسمية «{text}» لـ{concept} علامة الاتجاه {sign}.",
        ),
        hint=Text("Type the label again without it.", "أعد كتابة التسمية من دونها."),
        why=Text(
            "A direction mark makes a label read differently from what is stored.",
            "علامة الاتجاه تُظهر التسمية على غير ما هي مخزّنة.",
        ),
        good=changed("clinics", prefLabel={"ar": "عيادات (24 ساعة)", "en": "Clinics"}),
        bad=changed("clinics", prefLabel={"ar": "عيادات \u200f(24 ساعة)", "en": "Clinics"}),
        check=_holding(_BIDI),
    ),
    Rule(
        id="TAX-SCRIPT",
        severity="error",
        family="labels",
        title=Text("An Arabic label is written in Arabic.", "التسمية العربية بحروف عربية."),
        message=Text(
            "The Arabic label '{text}' of {concept} has no Arabic letter.",
            "التسمية العربية «{text}» لـ{concept} لا حرف عربياً فيها.",
        ),
        hint=Text(
            "Write it in Arabic; Latin spellings are hidden labels.",
            "اكتبها بالعربية، أما الكتابة اللاتينية فتسمية خفية.",
        ),
        why=Text(
            "A label in the wrong language was mostly copied to the wrong column.",
            "التسمية بلغة أخرى نُقلت غالباً إلى العمود الخطأ.",
        ),
        good=changed("clinics", hiddenLabel={"ar": ["clinic"]}),
        bad=changed("clinics", prefLabel={"ar": "Clinics", "en": "Clinics"}),
        check=_not_arabic,
    ),
    Rule(
        id="TAX-LONG",
        severity="warning",
        family="labels",
        title=Text("A preferred label is short.", "التسمية المفضلة قصيرة."),
        message=Text(
            "The label '{text}' of {concept} has {count} characters; {most} are enough.",
            "طول التسمية «{text}» لـ{concept} {count} حرفاً، ويكفي {most}.",
        ),
        hint=Text(
            "Name the thing; what belongs to it is said in the definition.",
            "سمِّ الشيء، أما ما يندرج فيه فمكانه التعريف.",
        ),
        why=Text("Menus and filters cut long labels.", "القوائم تقطع التسميات الطويلة."),
        good=changed("clinics", prefLabel=_english("Health centres")),
        bad=changed(
            "clinics",
            prefLabel=_english(
                "Health centres, clinics, polyclinics and everything else of the kind"
            ),
        ),
        check=_too_long,
    ),
    Rule(
        id="TAX-SIGN",
        severity="warning",
        family="labels",
        title=Text("A label does not end in a punctuation mark.", "لا تنتهي التسمية بعلامة ترقيم."),
        message=Text(
            "The label '{text}' of {concept} ends in a punctuation mark.",
            "التسمية «{text}» لـ{concept} تنتهي بعلامة ترقيم.",
        ),
        hint=Text("Leave the last sign out.", "احذف العلامة الأخيرة."),
        why=Text("A label is a name, not a sentence.", "التسمية اسم لا جملة."),
        good=changed("clinics", prefLabel=_english("Clinics (general)")),
        bad=changed("clinics", prefLabel=_english("Clinics.")),
        check=_shown_badly(_LAST_SIGN),
    ),
    Rule(
        id="TAX-CAPITALS",
        severity="warning",
        family="labels",
        title=Text("A label is not all in capital letters.", "ليست التسمية كلها بأحرف كبيرة."),
        message=Text(
            "The label '{text}' of {concept} is all in capital letters.",
            "التسمية «{text}» لـ{concept} كلها بأحرف كبيرة.",
        ),
        hint=Text("Write capitals as in a sentence.", "اكتب الأحرف الكبيرة كما في الجملة العادية."),
        why=Text(
            "Capitals read more slowly and hide which words are acronyms.",
            "الأحرف الكبيرة أبطأ في القراءة وتخفي المختصرات.",
        ),
        good=changed("clinics", prefLabel=_english("Clinics of the MOH")),
        bad=changed("clinics", prefLabel=_english("CLINICS")),
        check=_capitals,
    ),
    Rule(
        id="TAX-NUMBERED",
        severity="warning",
        family="labels",
        title=Text("A label does not begin with a number.", "لا تبدأ التسمية برقم ترتيب."),
        message=Text(
            "The label '{text}' of {concept} begins with a number of its place.",
            "التسمية «{text}» لـ{concept} تبدأ برقم ترتيبها.",
        ),
        hint=Text(
            "Leave the number out; codes are notations.",
            "احذف الرقم، فالرموز لها حقلها.",
        ),
        why=Text(
            "The number is wrong as soon as the concept moves.",
            "يصبح الرقم خطأ متى نُقل المفهوم.",
        ),
        good=changed("clinics", prefLabel=_english("24-hour clinics")),
        bad=changed("clinics", prefLabel=_english("2.1 Clinics")),
        check=_shown_badly(_NUMBERED),
    ),
)
