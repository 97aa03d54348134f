"""Letters, scripts and words: what the rules on text look for. Pure.

Look-alikes of Latin letters are those of the Unicode confusables data (UTS #39, 2024)
that Cyrillic and Greek share with Latin; look-alikes of Arabic letters are the keys of
Persian and Urdu keyboards.
"""

import re
from collections.abc import Iterator

ARABIC = (
    r"\u0620-\u064a\u066e-\u066f\u0671-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f"
    r"\ufb50-\ufdff\ufe70-\ufefc"
)
LATIN = r"A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"

ARABIC_LETTER = re.compile(f"[{ARABIC}]")
LATIN_LETTER = re.compile(f"[{LATIN}]")
FOREIGN_LETTER = re.compile("[\u0370-\u03ff\u0400-\u052f\u1f00-\u1fff\uff21-\uff3a\uff41-\uff5a]")
"""Greek, Cyrillic and full-width Latin letters."""
BIDI_CONTROL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Unicode Standard Annex #9 (2024), section 2."""
TATWEEL = re.compile("\u0640")
PRESENTATION_FORM = re.compile("[\ufb50-\ufd3d\ufd50-\ufdf1\ufdf3-\ufdf9\ufdfb\ufe70-\ufefc]")
"""Arabic presentation forms, but not the signs ﷲ, ﷺ and the ornate brackets."""
PERSIAN_LOOKALIKE = re.compile("[\u06a9\u06aa\u06cc\u06be\u06c1\u06d5\u06c0]")
ARABIC_DIGIT = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
LATIN_DIGIT = re.compile("[0-9]")
PERSIAN_DIGIT = re.compile("[\u06f0-\u06f9]")
MARKUP = re.compile(
    r"</?[a-zA-Z][^<>]{0,200}>|&(?:[a-z]{2,8}|#\d{1,6});|\*\*[^*\n]{1,200}\*\*|"
    r"\[[^\]\n]{1,100}\]\([^)\n]{1,200}\)|^#{1,6} |```|^\* ",
    re.MULTILINE,
)
"""HTML tags and entities; bold, links, headings, code and starred lists of Markdown."""
DAMAGED = re.compile(
    '\ufffd|[ØÙ][\u0080-\u00bf§±¹³º¨©ª«¬®¯°²´µ¶·¸»¼½¾‡†…‰€ˆŠ‹ŒŽ„ƒ"‚]|Ã[\u0080-\u00bf]|\\?{4,}'
)
"""Letters lost in conversion: the replacement character, UTF-8 read as Windows-1252."""
DECORATION = re.compile("[!?؟]{2,}|!|[\u2600-\u27bf\U0001f300-\U0001faff]")
_WORD = re.compile(r"[^\W\d_]+(?:[\u064b-\u0652'’\-][^\W\d_]+)*")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_SENTENCE_END = re.compile(r"(?<=[.!?؟؛])\s+|\n+")


def words_of(text: str) -> list[str]:
    """Split a text into words of letters; numbers and signs are dropped."""
    return _WORD.findall(text)


def sentences_of(text: str) -> Iterator[str]:
    """Split a text at full stops, question marks, the Arabic semicolon and line breaks."""
    return (one for one in _SENTENCE_END.split(text) if one.strip())


def with_latin_digits(text: str) -> str:
    """Write Arabic and Persian digits as 0 to 9; every character keeps its place."""
    return text.translate(_DIGITS)


def count(pattern: re.Pattern[str], text: str) -> int:
    """Count the places where a pattern matches."""
    return sum(1 for _ in pattern.finditer(text))


def clipped(text: str, most: int = 40) -> str:
    """Shorten a quotation so that a message stays readable."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
