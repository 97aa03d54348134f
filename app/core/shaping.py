"""Arabic for terminals that neither join letters nor turn lines: what is returned is a picture.

It is for the eye alone. No text that is kept, sent or compared may come from here.
"""

from functools import cache

from arabic_reshaper import ArabicReshaper
from bidi.algorithm import get_display


def shaped(text: str) -> str:
    """Join the letters of a line and put them in the order in which the eye meets them."""
    # The older of the library's two ways: the newer one leaves brackets unturned.
    return str(get_display(_reshaper().reshape(text)))


@cache
def _reshaper() -> ArabicReshaper:
    return ArabicReshaper(configuration={"delete_harakat": True})
