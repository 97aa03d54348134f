"""Operations on a scheme: typed changes, what they demand, what they do, what they undo."""

from app.taxonomy.operations.applying import Applied, apply, apply_all
from app.taxonomy.operations.draft import Draft, SchemeRules, open_draft
from app.taxonomy.operations.refusing import Refusal, Refused
from app.taxonomy.operations.values import Operation

__all__ = [
    "Applied",
    "Draft",
    "Operation",
    "Refusal",
    "Refused",
    "SchemeRules",
    "apply",
    "apply_all",
    "open_draft",
]
