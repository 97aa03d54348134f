"""What text may contain: the policy that every text from outside passes.

Lone surrogates, control characters and characters that reverse what a reader
sees are refused; invisible direction marks are dropped. Source of the list of
bidirectional controls: Unicode Standard Annex #9 (2024), section 2.
"""

import re
import unicodedata

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_REVERSING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_BREAKS = re.compile(r"[\t\n\r\u2028\u2029]")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u061c\ufeff\u2060]")


def fault_of(text: str) -> str | None:
    """Name what makes a text unacceptable, or None when it may be kept."""
    if _SURROGATES.search(text):
        return "contains half of a surrogate pair"
    if _CONTROLS.search(text):
        return "contains control characters"
    if _REVERSING.search(text):
        return "contains characters that reverse the reading direction"
    return None


def has_breaks(text: str) -> bool:
    """Tell whether a text is more than one line, or holds a tabulator."""
    return _BREAKS.search(text) is not None


def clean(text: str) -> str:
    """Normalise a text for keeping: NFC, no invisible marks, no outer space.

    Arabic presentation forms, as copying from a PDF leaves them, become letters.
    """
    visible = _PRESENTATION.sub(_to_letters, _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", visible).strip()


def _to_letters(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])
