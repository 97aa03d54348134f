"""A sound scheme, which the examples of the rules change in a few places. Pure.

An example holds ``concepts``: fields that are put in the place of those of a concept of the
sound scheme, or a whole concept that it has not. ``narrower`` and ``topConcepts`` follow
from ``broader`` unless they are given. Beside them may stand what else a rule looks at:
``tags`` (the concepts of each service), ``isGraceOver``, ``codes``, ``ids`` and ``foreign``
of the past, ``listed``, ``isPolyhierarchical``, ``notationPattern``, ``levelPatterns`` and
``uniqueLabels``.
"""

from collections.abc import Mapping
from typing import Any

from app.taxonomy.integrity.base import Example

Json = dict[str, Any]  # Any: JSON


def _concept(notation: str, ar: str, en: str, *broader: str) -> Json:
    return {
        "notation": notation,
        "prefLabel": {"ar": ar, "en": en},
        "definition": {"ar": f"كل ما يتعلق بـ{ar}.", "en": f"All that concerns {en.lower()}."},
        "broader": list(broader),
    }


SOUND: Mapping[str, Json] = {
    "traffic": _concept("01", "المرور", "Traffic"),
    "licences": _concept("01.1", "رخص القيادة", "Driving licences", "traffic"),
    "vehicles": _concept("01.2", "المركبات", "Vehicles", "traffic"),
    "health": _concept("02", "الصحة", "Health"),
    "clinics": _concept("02.1", "المراكز الصحية", "Clinics", "health"),
    "medicines": _concept("02.2", "الأدوية", "Medicines", "health"),
}


def concept(notation: str, ar: str, en: str, *broader: str) -> Json:
    """Write down another concept of an example."""
    return _concept(notation, ar, en, *broader)


def changed(key: str, **fields: Any) -> Example:  # Any: JSON
    """Make an example that changes fields of one concept."""
    return {"concepts": {key: fields}}


def deprecated(*replaced_by: str) -> Json:
    """Write down that a concept is deprecated, with its successors."""
    return {"status": "deprecated", "replacedBy": list(replaced_by)}


def completed(example: Example) -> dict[str, Json]:
    """Put an example into the sound scheme; returns its concepts by id, in their order."""
    fragments = example.get("concepts", {})
    keys = dict.fromkeys((*SOUND, *fragments))
    found = {key: {**SOUND.get(key, {}), **fragments.get(key, {})} for key in keys}
    for key, one in found.items():
        below = [child for child in found if key in found[child]["broader"]]
        one.setdefault("narrower", below)
    return found
