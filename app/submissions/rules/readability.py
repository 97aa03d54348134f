"""READ: sentences that people understand at the first reading. Pure.

Lengths of sentences follow the style guide of GOV.UK (25 words at most). The share of
long words is the LIX of Björnsson (1968): words per sentence plus the percentage of
words of more than six letters; above 60 a text counts as very difficult, and 65 is asked
for here. LIX was not made for Arabic, where words are measured without the article and
the letters joined before it, so the rule only ever suggests.
"""

import re
from collections.abc import Iterator

from app.core.folding import fold
from app.core.rule_texts import Text
from app.search.arabic import strip_article
from app.submissions.rules.base import Check, Context, Entry, Example, Hit, Rule
from app.submissions.rules.letters import clipped, sentences_of, words_of

_MOST_WORDS = {"ar": 30, "en": 25}
_LONG_WORD = 6
_DIFFICULT = 65
_LEAST_WORDS = 40
_LONGEST_PARAGRAPH = 120
_LEGALESE = re.compile(
    r"\b(?:hereby|herein|thereof|thereto|aforementioned|aforesaid|pursuant to|in accordance with|"
    r"prior to|utili[sz]e[sd]?|notwithstanding|in lieu of|in the event that|for the purpose of)\b",
    re.IGNORECASE,
)
_PADDING = re.compile(
    r"\b(?:يتم|تتم|سيتم) (?:ال)?[\u0621-\u064a]{3,}|\bوذلك\b|\bسالف الذكر\b|\bآنف الذكر\b"
    r"|\bالمشار إليه أعلاه\b|\bبناءً? على ما تقدم\b|\bحسب الأصول المتبعة\b|\bالمذكور(?:ة)? أعلاه\b"
)


def lix(text: str, language: str) -> float:
    """Return how hard a text is to read: words per sentence plus percent of long words."""
    words = words_of(fold(text))
    sentences = sum(1 for _ in sentences_of(text))
    if not words:
        return 0.0
    measured = [strip_article(word) for word in words] if language == "ar" else words
    long = sum(1 for word in measured if len(word) > _LONG_WORD)
    return len(words) / sentences + 100 * long / len(words)


def _long_sentence(language: str) -> Check:
    most = _MOST_WORDS[language]

    def check(entry: Entry, _context: Context) -> Iterator[Hit]:
        for said in entry.texts:
            if said.language == language and len(said.text) > most:
                longest = max(len(words_of(one)) for one in sentences_of(said.text))
                if longest > most:
                    yield Hit(said.pointer, {"words": longest, "most": most})

    return check


def _difficult(entry: Entry, _context: Context) -> Iterator[Hit]:
    for said in entry.texts:
        is_long = len(said.text) > 4 * _LEAST_WORDS and len(words_of(said.text)) >= _LEAST_WORDS
        if is_long and lix(said.text, said.language) > _DIFFICULT:
            yield Hit(said.pointer, {"lix": round(lix(said.text, said.language))})


def _one_block(entry: Entry, _context: Context) -> Iterator[Hit]:
    for said in entry.texts:
        if len(said.text) > 3 * _LONGEST_PARAGRAPH:
            longest = max(len(words_of(one)) for one in said.text.split("\n"))
            if longest > _LONGEST_PARAGRAPH:
                yield Hit(said.pointer, {"words": longest})


def _uses(pattern: re.Pattern[str], language: str) -> Check:
    def check(entry: Entry, _context: Context) -> Iterator[Hit]:
        for said in entry.texts:
            found = pattern.search(said.text) if said.language == language else None
            if found:
                yield Hit(said.pointer, {"words": clipped(found.group())})

    return check


_AR = "تجديد رخصة القيادة المنتهية لمدة خمس سنوات."
_EN = "Renews an expired driving licence for five years."


def _text(ar: str = _AR, en: str = _EN) -> Example:
    return Example({"description": {"ar": ar, "en": en}})


_GOOD = _text()
_HARD = (
    "Administrative authorisation requires comprehensive documentation demonstrating continuous "
    "professional accreditation, supplementary institutional registration certificates, "
    "notarised international correspondence, governmental recommendation letters. "
)

RULES = (
    Rule(
        id="READ-01",
        severity="suggestion",
        message=Text(
            "A sentence has {words} words; {most} are enough.",
            "في النص جملة من {words} كلمة، ويكفي {most}.",
        ),
        hint=Text("Make two sentences of it.", "اجعلها جملتين."),
        why=Text(
            "At the end of a long Arabic sentence readers have lost its beginning.",
            "في آخر الجملة الطويلة ينسى القارئ أولها.",
        ),
        good=_GOOD,
        bad=_text(ar="يجدد المواطن رخصة القيادة المنتهية " * 7),
        check=_long_sentence("ar"),
    ),
    Rule(
        id="READ-02",
        severity="suggestion",
        message=Text(
            "A sentence has {words} words; {most} are enough.",
            "في النص جملة من {words} كلمة، ويكفي {most}.",
        ),
        hint=Text("Make two sentences of it.", "اجعلها جملتين."),
        why=Text(
            "At the end of a long sentence readers have lost its beginning.",
            "في آخر الجملة الطويلة ينسى القارئ أولها.",
        ),
        good=_GOOD,
        bad=_text(en="The licence of a driver is renewed " * 5),
        check=_long_sentence("en"),
    ),
    Rule(
        id="READ-03",
        severity="suggestion",
        message=Text(
            "The text is very hard to read (LIX {lix}).", "النص صعب القراءة جداً (LIX {lix})."
        ),
        hint=Text("Use shorter words and shorter sentences.", "استعمل كلمات أقصر وجملاً أقصر."),
        why=Text(
            "People read such texts under stress, on small screens, in a second language.",
            "يقرأ الناس نصوص الحكومة تحت ضغط وعلى شاشات صغيرة وبلغة ثانية أحياناً.",
        ),
        good=_GOOD,
        bad=_text(en=_HARD * 3),
        check=_difficult,
    ),
    Rule(
        id="READ-04",
        severity="suggestion",
        message=Text("A paragraph has {words} words.", "في النص فقرة من {words} كلمة."),
        hint=Text("Break it after each idea.", "قسّمها بعد كل فكرة."),
        why=Text(
            "A block of text is skipped on a phone.",
            "كتلة النص تُتخطى على شاشة الهاتف.",
        ),
        good=_GOOD,
        bad=_text(en="It is easy. " * 50),
        check=_one_block,
    ),
    Rule(
        id="READ-05",
        severity="suggestion",
        message=Text("'{words}' is language of decrees.", "'{words}' من لغة القرارات."),
        hint=Text("Say it plainly: before, use, under.", "قلها ببساطة."),
        why=Text(
            "Words of lawyers make a simple rule sound difficult.",
            "ألفاظ القانونيين تجعل القاعدة السهلة صعبة.",
        ),
        good=_GOOD,
        bad=_text(en="Renews a licence pursuant to the law before it ends."),
        check=_uses(_LEGALESE, "en"),
    ),
    Rule(
        id="READ-06",
        severity="suggestion",
        message=Text("'{words}' is padding.", "'{words}' حشو في العبارة."),
        hint=Text(
            "Use the verb itself: instead of 'renewal is done', 'is renewed'.",
            "استعمل الفعل نفسه: «يُجدَّد» بدلاً من «يتم تجديد».",
        ),
        why=Text(
            "Auxiliary verbs and set phrases double the length of Arabic official texts.",
            "الأفعال المساعدة والعبارات الجاهزة تضاعف طول النصوص الرسمية.",
        ),
        good=_GOOD,
        bad=_text(ar="يتم تجديد رخصة القيادة المنتهية لمدة خمس سنوات."),
        check=_uses(_PADDING, "ar"),
    ),
)
