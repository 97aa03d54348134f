"""The rules of files of schemes, as their pages tell them."""

from app.core.faults import rule_entry
from app.core.reference import RuleEntry, Texts
from app.interchange.schemes.faults import FAULTS

_FAMILY: Texts = {"ar": "ملفات التصنيف", "en": "Files of schemes"}
RULES: tuple[RuleEntry, ...] = tuple(rule_entry(one, _FAMILY) for one in FAULTS)
