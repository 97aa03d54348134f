"""Kinds of fault in files, and the findings and rules that are made of them. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.core.errors import Finding
from app.core.reference import RuleEntry, Texts

Pair = tuple[str, str]
_LONGEST_QUOTE = 60
_OPTIONAL = re.compile(r"\{near_..\}")
_PLACE = re.compile(r"\{(\w+?)(?:_ar|_en)?\}")


@dataclass(frozen=True)
class Fault:
    """One kind of fault; texts are Arabic, then English, and ``{name}`` is filled in."""

    rule: str
    message: Pair
    hint: Pair
    why: Pair
    severity: str = "error"

    def at(self, pointer: str, **values: object) -> Finding:
        """Make the finding for one place."""
        shown = {key: _quoted(str(value)) for key, value in values.items()}
        return Finding(
            pointer=pointer,
            rule=self.rule,
            message=_filled(self.message, shown),
            hint=_filled(self.hint, shown),
            severity=self.severity,
        )


def _filled(texts: Pair, values: Mapping[str, str]) -> dict[str, str]:
    return {"ar": texts[0].format_map(values), "en": texts[1].format_map(values)}


def _quoted(text: str) -> str:
    """Cut a cell short for a message, and take out what cannot be shown."""
    shown = "".join(one if one.isprintable() else " " for one in text[:_LONGEST_QUOTE])
    return shown + "…" if len(text) > _LONGEST_QUOTE else shown


def rule_entry(fault: Fault, family: Texts) -> RuleEntry:
    """Tell a kind of fault as the page of its rule does; ``family`` is its subject."""
    return RuleEntry(
        id=fault.rule,
        severity=fault.severity,
        family=family,
        message=_texts(fault.message),
        hint=_texts(fault.hint),
        why=_texts(fault.why),
    )


def _texts(pair: Pair) -> Texts:
    ar, en = (_PLACE.sub(r"‹\1›", _OPTIONAL.sub("", text)) for text in pair)
    return {"ar": ar, "en": en}
