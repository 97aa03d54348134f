"""Make the fonts of printed documents out of the portal's.

Many readers of PDF take the letters of a ligature in the wrong order when text runs from
right to left: "لا" is copied as "ال", and a search for the word fails. Here the first
letter takes the shape of the ligature and each other one a shape without ink and width, so
that every glyph stands for one letter, whatever reads it. What is drawn stays the same.

The OFL asks modified versions for another name: these are called "Dalil Print".

    python deploy/fonts/print_font.py
"""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

FOLDER = Path(__file__).resolve().parents[2] / "app" / "portal" / "static" / "fonts"
WEIGHTS = (400, 700)
FAMILY = "Dalil Print"
Ligature = tuple[tuple[str, ...], str]


def main() -> None:
    """Write the fonts beside those that they are made of."""
    for weight in WEIGHTS:
        font = TTFont(FOLDER / f"plex-arabic-{weight}.woff2")
        ligatures = sorted(set(required_ligatures(font)), key=lambda one: -len(one[0]))
        add_blanks(font, {one for parts, _ in ligatures for one in parts[1:]})
        replace_lookups(font, features_for(ligatures))
        rename(font, weight)
        font.flavor = "woff2"
        font.save(FOLDER / f"print-arabic-{weight}.woff2")


def required_ligatures(font: TTFont) -> Iterator[Ligature]:
    """List the ligatures that are always made, with the glyphs of their letters."""
    for index in required_lookups(font):
        for subtable in font["GSUB"].table.LookupList.Lookup[index].SubTable:
            plain = getattr(subtable, "ExtSubTable", subtable)
            for first, found in getattr(plain, "ligatures", {}).items():
                for one in found:
                    yield (first, *one.Component), one.LigGlyph


def required_lookups(font: TTFont) -> list[int]:
    """Number the lookups of the feature ``rlig``."""
    records = font["GSUB"].table.FeatureList.FeatureRecord
    found = {one for each in records if each.FeatureTag == "rlig"
             for one in each.Feature.LookupListIndex}  # fmt: skip
    return sorted(found)


def add_blanks(font: TTFont, letters: set[str]) -> None:
    """Add for each letter a glyph without ink and width."""
    order = font.getGlyphOrder()
    for name in sorted(letters):
        blank = f"{name}.blank"
        order.append(blank)
        font["glyf"].glyphs[blank] = Glyph()
        font["hmtx"].metrics[blank] = (0, 0)
        if "GDEF" in font:
            font["GDEF"].table.GlyphClassDef.classDefs[blank] = 1
    font.setGlyphOrder(order)
    font["glyf"].glyphOrder = order
    font["maxp"].numGlyphs = len(order)


def features_for(ligatures: list[Ligature]) -> str:
    """Write the rules: later letters become blank, then the first one takes the shape."""
    blanks, shapes = [], []
    for parts, shape in ligatures:
        for place in range(len(parts) - 1, 0, -1):
            before = " ".join(parts[:place])
            after = " ".join(f"{one}.blank" for one in parts[place + 1 :])
            blanks.append(f"sub {before} {parts[place]}' {after} by {parts[place]}.blank;")
        rest = " ".join(f"{one}.blank" for one in parts[1:])
        shapes.append(f"sub {parts[0]}' {rest} by {shape};")
    flag = "lookupflag IgnoreMarks;"
    return (
        f"lookup blanks {{ {flag}\n" + "\n".join(blanks) + "\n} blanks;\n"
        f"lookup shapes {{ {flag}\n" + "\n".join(shapes) + "\n} shapes;\n"
        "feature rlig { lookup blanks; lookup shapes; } rlig;\n"
    )


def replace_lookups(font: TTFont, features: str) -> None:
    """Put the rules in the place of the font's own in the feature ``rlig``."""
    made = deepcopy(font)
    addOpenTypeFeaturesFromString(made, features, tables=["GSUB"])
    added = made["GSUB"].table.LookupList.Lookup
    table = font["GSUB"].table
    offset = len(table.LookupList.Lookup)
    for lookup in added:
        for record in records_in(lookup):
            record.LookupListIndex += offset
    table.LookupList.Lookup.extend(added)
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    wanted = [offset + one for one in required_lookups(made)]
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "rlig":
            record.Feature.LookupListIndex = wanted
            record.Feature.LookupCount = len(wanted)


def records_in(lookup: Any) -> Iterator[Any]:  # Any: a lookup of fontTools
    """List what a contextual lookup refers to."""
    for subtable in lookup.SubTable:
        plain = getattr(subtable, "ExtSubTable", subtable)
        yield from getattr(plain, "SubstLookupRecord", None) or ()
        for group in getattr(plain, "ChainSubRuleSet", None) or ():
            for rule in group.ChainSubRule if group else ():
                yield from rule.SubstLookupRecord
        for group in getattr(plain, "ChainSubClassSet", None) or ():
            for rule in group.ChainSubClassRule if group else ():
                yield from rule.SubstLookupRecord


def rename(font: TTFont, weight: int) -> None:
    """Give the font its own name; its copyright and its licence stay."""
    style = "Bold" if weight == 700 else "Regular"
    names = {1: FAMILY, 2: style, 3: f"{FAMILY} {style}", 4: f"{FAMILY} {style}",
             6: f"DalilPrint-{style}", 16: FAMILY, 17: style}  # fmt: skip
    for record in list(font["name"].names):
        if record.nameID in names:
            font["name"].setName(
                names[record.nameID], record.nameID, record.platformID, record.platEncID,
                record.langID,
            )  # fmt: skip


if __name__ == "__main__":
    main()
