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
# What ends a line or a field, moves the cursor, colours, or turns the order around.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_PICTURES = 0x2400
"""Where Unicode keeps pictures of the control characters (block 2400, Control Pictures)."""


def without_directions(text: str) -> str:
    """Drop the marks of direction that come along when a question is pasted; they say nothing."""
    return _REVERSING.sub("", text)


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


def escaped(json: str) -> str:
    """Escape in JSON what steers who shows it; it means the same, in one line that is safe."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", json)


def harmless(text: str) -> str:
    """Put pictures in the place of what would steer a terminal; lines and tabulators stay."""
    return _STEERING.sub(_picture, text.replace("\r\n", "\n"))


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(_PICTURES + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"


def _to_letters(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])
