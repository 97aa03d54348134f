"""TEXT: characters that deceive, decorate or were damaged on the way. Pure."""

import re
from collections.abc import Iterator

from app.core.folding import fold
from app.core.rule_texts import Text
from app.submissions.rules.base import Example, Rule
from app.submissions.rules.checks import each_text, finds
from app.submissions.rules.letters import (
    BIDI_CONTROL,
    DAMAGED,
    FOREIGN_LETTER,
    LATIN_LETTER,
    PERSIAN_LOOKALIKE,
    PRESENTATION_FORM,
    TATWEEL,
    words_of,
)
from app.submissions.rules.walking import Said

_NOTHING = re.compile(
    r"[\W_]+|[xXسع]{3,}|\W*(?:tb[dcar]|n/?a|todo|fixme|null|none|nil|undefined|-)\W*"
)
_FILLER = re.compile(
    r"lorem ipsum|dolor sit amet|نص تجريبي|لوريم ايبسوم"
    r"|(?:سيتم|يتم) (?:اضافه|كتابه|ادخال)\w* (?:النص|الوصف|المحتوي|البيانات|لاحقا)"
)
_LATER = re.compile(
    r"(?:[\w ]{1,20} )?to be (?:determined|added|completed|confirmed)\W*"
    r"|(?:\w{1,20} )?(?:قيد (?:التحديث|الاعداد)|يحدد لاحقا)\W*"
)
"""Only as the whole text: a date or a fee may rightly be said to be set later."""
_TEST = frozenset(
    fold(word)
    for word in (
        *("test", "testing", "demo", "sample", "example", "title", "description", "new service"),
        *("اختبار", "تجربة", "تجريبي", "مثال", "عنوان", "الوصف", "خدمة جديدة", "بدون"),
    )
)
_PLAIN_GREEK = frozenset("αβγμπΩΔ")
_LONGEST_SIGN = 3


def _placeholder(said: Said) -> str:
    lowered = fold(said.text).strip()
    is_main = said.kind in ("title", "description")
    is_empty = _NOTHING.fullmatch(lowered) or (is_main and lowered in _TEST)
    is_filler = _FILLER.search(lowered) or _LATER.fullmatch(lowered)
    return said.text if is_empty or is_filler else ""


def _reversing(said: Said) -> str:
    found = BIDI_CONTROL.search(said.text)
    return f"U+{ord(found.group()):04X}" if found else ""


def _mixed_in_title(said: Said) -> str:
    return _mixed_word(said.text) if said.kind == "title" else ""


def _foreign_elsewhere(said: Said) -> str:
    if not FOREIGN_LETTER.search(said.text) or _mixed_in_title(said):
        return ""
    return next(_foreign_words(said.text), "")


def _mixed_word(text: str) -> str:
    if not FOREIGN_LETTER.search(text):
        return ""
    return next((word for word in _foreign_words(text) if LATIN_LETTER.search(word)), "")


def _foreign_words(text: str) -> Iterator[str]:
    parts = (part for word in words_of(text) for part in word.split("-"))
    return (part for part in parts if FOREIGN_LETTER.search(part) and not _is_sign(part))


def _is_sign(word: str) -> bool:
    """Whether Greek stands as a sign of science, as in μg, β and Ω."""
    return len(word) <= _LONGEST_SIGN and word[0] in _PLAIN_GREEK and word[1:].isascii()


def _persian(said: Said) -> str:
    if said.language != "ar" or not PERSIAN_LOOKALIKE.search(said.text):
        return ""
    words = (word for word in words_of(said.text) if PERSIAN_LOOKALIKE.search(word))
    return next(words, "")


def _title(ar: str, en: str = "Driving licence renewal") -> Example:
    return Example({"title": {"ar": ar, "en": en}})


_GOOD = _title("تجديد رخصة القيادة")

RULES = (
    Rule(
        id="TEXT-01",
        severity="error",
        message=Text("'{found}' is a placeholder, not a text.", "'{found}' نص مؤقت لا محتوى."),
        hint=Text("Write the text, or leave the field out.", "اكتب النص الصحيح أو احذف الحقل."),
        why=Text(
            "Placeholders pass every check for completeness and reach the public.",
            "النص المؤقت يجتاز فحص الاكتمال ويصل إلى الجمهور.",
        ),
        good=_GOOD,
        bad=_title("تجديد رخصة القيادة", "TBD"),
        check=each_text(_placeholder),
    ),
    Rule(
        id="TEXT-02",
        severity="error",
        message=Text(
            "The text holds the direction control {found}.", "في النص رمز تحكم بالاتجاه {found}."
        ),
        hint=Text("Type the text again without it.", "أعد كتابة النص من دونه."),
        why=Text(
            "Such characters make a text read differently from what is stored (CVE-2021-42574).",
            "هذه الرموز تُظهر النص على غير ما هو مخزّن (CVE-2021-42574).",
        ),
        good=_GOOD,
        bad=_title("تجديد رخصة القيادة", "Renewal \u202eecnecil"),
        check=each_text(_reversing),
    ),
    Rule(
        id="TEXT-03",
        severity="warning",
        message=Text("The text is stretched with tatweel.", "في النص تطويل (كشيدة)."),
        hint=Text("Remove the stretching sign ـ.", "احذف علامة التطويل ـ."),
        why=Text(
            "Stretching is decoration; screen readers stumble over it and copies differ.",
            "التطويل زينة يتعثر فيها قارئ الشاشة وتختلف بسببها النسخ.",
        ),
        good=_GOOD,
        bad=_title("تجديد رخصة القيـــادة"),
        check=finds(TATWEEL),
    ),
    Rule(
        id="TEXT-04",
        severity="warning",
        message=Text(
            "'{found}' is a printed form, not an Arabic letter.",
            "'{found}' شكل طباعي وليس حرفاً عربياً.",
        ),
        hint=Text(
            "Type the text again; it was probably copied from a PDF.",
            "أعد كتابة النص، فالغالب أنه منسوخ من ملف PDF.",
        ),
        why=Text(
            "Presentation forms look right but sort, search and join wrongly; the catalogue puts "
            "letters in their place when it keeps a text.",
            "الأشكال الطباعية تبدو سليمة لكن ترتيبها والبحث عنها ووصلها خاطئ، والدليل يستبدل بها "
            "الأحرف عند الحفظ.",
        ),
        good=_GOOD,
        bad=_title("تجديد رخصة القيادة ﻻ"),
        check=finds(PRESENTATION_FORM),
    ),
    Rule(
        id="TEXT-05",
        severity="error",
        message=Text(
            "'{found}' in the title mixes Latin letters with look-alikes.",
            "'{found}' في العنوان يخلط أحرفاً لاتينية بأحرف تشبهها.",
        ),
        hint=Text("Type the word again on one keyboard.", "أعد كتابة الكلمة بلوحة مفاتيح واحدة."),
        why=Text(
            "A Cyrillic or Greek letter in a Latin word imitates another title unseen.",
            "الحرف السيريلي أو اليوناني في كلمة لاتينية يقلّد عنواناً آخر دون أن يُلحظ.",
        ),
        good=_GOOD,
        bad=_title("تجديد رخصة القيادة", "Driving licenсe renewal"),
        check=each_text(_mixed_in_title),
    ),
    Rule(
        id="TEXT-06",
        severity="warning",
        message=Text(
            "'{found}' holds letters that are neither Arabic nor Latin.",
            "'{found}' فيها أحرف ليست عربية ولا لاتينية.",
        ),
        hint=Text("Type the word again.", "أعد كتابة الكلمة."),
        why=Text(
            "Letters that only look right are not found by search.",
            "الأحرف المتشابهة شكلاً لا يصل إليها البحث.",
        ),
        good=_GOOD,
        bad=Example({"keyword": {"ar": ["ليسن"], "en": ["visа"]}}),
        check=each_text(_foreign_elsewhere),
    ),
    Rule(
        id="TEXT-07",
        severity="warning",
        message=Text(
            "'{found}' holds a Persian or Urdu letter that looks Arabic.",
            "'{found}' فيها حرف فارسي أو أردي يشبه العربي.",
        ),
        hint=Text("Type ي, ك and ه on an Arabic keyboard.", "اكتب ي وك وه بلوحة مفاتيح عربية."),
        why=Text(
            "ی and ک look like ي and ك; two titles that read alike would be different.",
            "الحرفان ی وک يشبهان ي وك، فيختلف عنوانان يُقرآن قراءة واحدة.",
        ),
        good=_GOOD,
        bad=_title("تجدید رخصة القيادة"),
        check=each_text(_persian),
    ),
    Rule(
        id="TEXT-11",
        severity="error",
        message=Text("The text was damaged: '{found}'.", "النص تالف: '{found}'."),
        hint=Text(
            "Send it again as UTF-8; a spreadsheet may have saved it otherwise.",
            "أرسله من جديد بترميز UTF-8، فقد يكون الجدول حُفظ بترميز آخر.",
        ),
        why=Text(
            "A text read in the wrong encoding cannot be read by anybody.",
            "النص المقروء بترميز خاطئ لا يقرؤه أحد.",
        ),
        good=_GOOD,
        bad=_title("تجديد رخصة القيادة", "ØªØ¬Ø¯ÙŠØ¯ renewal"),
        check=finds(DAMAGED),
    ),
)
