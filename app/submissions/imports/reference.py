"""The rules of imports, as their pages tell them."""

import re

from app.core.reference import RuleEntry, Texts
from app.submissions.imports.faults import FAULTS, Fault, Pair

_FAMILY: Texts = {"ar": "استيراد الملفات", "en": "Imports of files"}
_OPTIONAL = re.compile(r"\{near_..\}")
_PLACE = re.compile(r"\{(\w+?)(?:_ar|_en)?\}")


def _entry(fault: Fault) -> RuleEntry:
    return RuleEntry(
        id=fault.rule,
        severity=fault.severity,
        family=_FAMILY,
        message=_texts(fault.message),
        hint=_texts(fault.hint),
        why=_texts(fault.why),
    )


def _texts(pair: Pair) -> Texts:
    ar, en = (_PLACE.sub(r"‹\1›", _OPTIONAL.sub("", text)) for text in pair)
    return {"ar": ar, "en": en}


RULES: tuple[RuleEntry, ...] = tuple(map(_entry, FAULTS))
