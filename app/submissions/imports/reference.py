"""The rules of imports, as their pages tell them."""

from app.core.faults import rule_entry
from app.core.reference import RuleEntry, Texts
from app.submissions.imports.faults import FAULTS

_FAMILY: Texts = {"ar": "استيراد الملفات", "en": "Imports of files"}
RULES: tuple[RuleEntry, ...] = tuple(rule_entry(one, _FAMILY) for one in FAULTS)
