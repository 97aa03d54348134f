"""Look-alikes: names that people cannot tell apart become the same skeleton. Pure.

Beyond folding (``app/core/folding.py``), letters of other scripts that are drawn like
Latin ones become those, as do digits drawn like letters, and nothing but letters and
digits counts. The skeleton is for comparing; nobody is ever shown it. After the idea of
Unicode Technical Standard 39, section 4, with a table for the scripts of this catalogue.
"""

from app.core.folding import fold

_CAPITALS = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϲ", "abezhikmnoptyxcc", strict=True))
"""Greek capitals: small ones of some are drawn like other letters."""
_LETTERS = {
    **dict(zip("авеԁһікӏмоԛрсѕтѵԝхуүјзьн", "abedhiklmoqpcstvwxyyj3bh", strict=True)),
    **dict(zip("αβγεηικμνοορστυχω", "abyenikuvoopotuxw", strict=True)),
    **dict(zip("սոօհցգ", "unohgq", strict=True)),  # Armenian
    **dict(zip("ıɩɡɑøłđħŧƅɴʀᴄᴏᴠᴡᴢ", "iigaoldhtbnrcovwz", strict=True)),
    **dict(zip("ٮڡٯںےەۃڭګڬټ", "بفقنيههكككت", strict=True)),
}
_STROKES = {"0": "o", **dict.fromkeys("1i|ǀ", "l")}
_PAIRS = (("rn", "m"), ("vv", "w"))
_BEFORE = str.maketrans(_CAPITALS)
_AFTER = str.maketrans(_LETTERS)
_LAST = str.maketrans(_STROKES)


def skeleton(text: str) -> str:
    """Return what two texts have in common when they look alike; empty without any letter."""
    drawn = fold(text.translate(_BEFORE)).translate(_AFTER).translate(_LAST)
    bare = "".join(letter for letter in drawn if letter.isalnum())
    for looks, like in _PAIRS:
        bare = bare.replace(looks, like)
    return bare
