"""TEXT: digits, capitals, markup, signs and spaces as a printer would set them. Pure."""

import re

from app.core.rule_texts import Text
from app.submissions.rules.base import Example, Rule
from app.submissions.rules.checks import each_text, finds
from app.submissions.rules.letters import (
    ARABIC_DIGIT,
    DECORATION,
    LATIN_DIGIT,
    MARKUP,
    PERSIAN_DIGIT,
)
from app.submissions.rules.walking import Said

_NO_LETTER = re.compile(r"[\W\d_]+")
_LATIN_SIGN = re.compile(r"(?<=[\u0621-\u064a])\s?[,;?](?=\s|$|[\u0621-\u064a])")
_STRAY_SPACE = re.compile(r"[^\S\n]{2,}|(?<=\w)[^\S\n][،؛.,;:](?=\s|$)")


def _two_digits(said: Said) -> str:
    arabic, latin = ARABIC_DIGIT.search(said.text), LATIN_DIGIT.search(said.text)
    mixed = arabic and (latin or PERSIAN_DIGIT.search(said.text))
    return arabic.group() if mixed and arabic else ""


def _capitals(said: Said) -> str:
    letters = _NO_LETTER.sub("", said.text)
    if said.language != "en" or said.kind not in ("title", "description"):
        return ""
    is_shouted = len(letters) >= 8 and letters.isupper() and " " in said.text.strip()
    return said.text if is_shouted else ""


def _title(ar: str, en: str = "Driving licence renewal") -> Example:
    return Example({"title": {"ar": ar, "en": en}})


_GOOD = _title("تجديد رخصة القيادة")

RULES = (
    Rule(
        id="TEXT-08",
        severity="suggestion",
        message=Text("Two kinds of digits stand in one text.", "في النص نوعان من الأرقام."),
        hint=Text("Use 0 to 9 throughout.", "استعمل الأرقام 0 إلى 9 في النص كله."),
        why=Text(
            "Mixed digits are misread, above all in amounts and dates.",
            "خلط الأرقام يؤدي إلى قراءة خاطئة، ولا سيما في المبالغ والتواريخ.",
        ),
        good=_title("إقامة (مادة 17)"),
        bad=_title("إقامة (مادة 17) لمدة ٥ سنوات"),
        check=each_text(_two_digits),
    ),
    Rule(
        id="TEXT-09",
        severity="warning",
        message=Text("The text holds markup: '{found}'.", "في النص وسوم تنسيق: '{found}'."),
        hint=Text(
            "Write plain text; steps and documents have their own fields.",
            "اكتب نصاً عادياً، فللخطوات والمستندات حقولها.",
        ),
        why=Text(
            "Texts are shown as they are: readers would see the signs of HTML or Markdown.",
            "تُعرض النصوص كما هي، فيرى القارئ رموز HTML أو Markdown.",
        ),
        good=_GOOD,
        bad=_title("تجديد رخصة القيادة", "<b>Driving</b> licence renewal"),
        check=finds(MARKUP),
    ),
    Rule(
        id="TEXT-10",
        severity="warning",
        message=Text("The text is all in capital letters.", "النص كله بأحرف كبيرة."),
        hint=Text("Write capitals as in a sentence.", "اكتب الأحرف الكبيرة كما في الجملة العادية."),
        why=Text(
            "Capitals read more slowly and hide which words are acronyms.",
            "الأحرف الكبيرة أبطأ في القراءة وتخفي المختصرات.",
        ),
        good=_GOOD,
        bad=_title("تجديد رخصة القيادة", "DRIVING LICENCE RENEWAL"),
        check=each_text(_capitals),
    ),
    Rule(
        id="TEXT-12",
        severity="suggestion",
        message=Text("'{found}' decorates the text.", "'{found}' زينة في النص."),
        hint=Text("Leave out exclamation marks and pictures.", "احذف علامات التعجب والرموز."),
        why=Text(
            "A catalogue informs; decoration distracts and is read aloud letter by letter.",
            "الدليل للإعلام، والزينة تشتت القارئ وتُنطق حرفاً حرفاً.",
        ),
        good=_GOOD,
        bad=_title("تجديد رخصة القيادة!!"),
        check=finds(DECORATION),
    ),
    Rule(
        id="TEXT-13",
        severity="suggestion",
        message=Text(
            "The Arabic text uses the Latin sign '{found}'.",
            "في النص العربي علامة ترقيم لاتينية '{found}'.",
        ),
        hint=Text("Use ، ؛ and ؟ in Arabic.", "استعمل ، و؛ و؟ في العربية."),
        why=Text(
            "Latin commas turn the wrong way in a line that runs from right to left.",
            "الفاصلة اللاتينية تظهر معكوسة في سطر يُقرأ من اليمين.",
        ),
        good=_title("تجديد رخصة القيادة، الخاصة والعامة"),
        bad=_title("تجديد رخصة القيادة, الخاصة والعامة"),
        check=finds(_LATIN_SIGN, only="ar"),
    ),
    Rule(
        id="TEXT-14",
        severity="suggestion",
        message=Text("There are spaces too many.", "في النص مسافات زائدة."),
        hint=Text(
            "Put one space between words and none before a comma or full stop.",
            "اترك مسافة واحدة بين الكلمات ولا تضعها قبل الفاصلة أو النقطة.",
        ),
        why=Text(
            "Stray spaces make equal texts differ and break lines in odd places.",
            "المسافات الزائدة تجعل النص الواحد نصين وتكسر الأسطر في غير موضعها.",
        ),
        good=_GOOD,
        bad=_title("تجديد  رخصة القيادة"),
        check=finds(_STRAY_SPACE),
    ),
)
