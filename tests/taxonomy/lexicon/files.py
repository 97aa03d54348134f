"""Small lexicon files for tests."""

from typing import Any

Json = dict[str, Any]
LICENCE, LOST, ASKING = "g_aaaaaaaaaaaa", "g_bbbbbbbbbbbb", "g_cccccccccccc"


def term(text: str, **changes: Any) -> Json:
    """Return a term in the letters it is written in."""
    is_latin = text.isascii()
    plain = {"text": text, "lang": "en" if is_latin else "ar"}
    return plain | {"register": "en" if is_latin else "msa"} | changes


def group(group_id: str, *terms: Json, domain: str = "traffic", title: str = "Licence") -> Json:
    """Return a group of terms."""
    titles = {"ar": "رخصة", "en": title}
    return {"id": group_id, "title": titles, "domain": domain, "terms": list(terms)}


def lexicon_file(number: str = "1.0.0", *groups: Json) -> Json:
    """Return a lexicon file; without groups it has three of its own."""
    return {
        "version": {
            "number": number,
            "title": {"ar": "معجم", "en": "Lexicon"},
            "issued": "2026-11-22",
        },
        "groups": list(groups)
        or [
            group(
                LICENCE,
                term("رخصة قيادة"),
                term("ليسن", register="gulf"),
                term("driving licence"),
                term("شوفيرية", register="levantine", direction="one_way", weight=0.8),
            ),
            group(LOST, term("بدل فاقد"), term("ضايع"), term("lost"), title="Lost"),
            group(ASKING, term("أبي"), term("how to"), domain="asking", title="Asking"),
        ],
    }
