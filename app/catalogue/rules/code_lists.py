"""The closed lists of codes that are no scheme of the taxonomy, with what they mean. Pure.

They belong to the shape of services and entities and change with it, not with a version
of the taxonomy. Linked data names each code as a concept, so each has an address.
"""

from collections.abc import Mapping

Texts = Mapping[str, str]
CodeList = Mapping[str, Texts]
"""Codes in their order, each with its label by language."""

PURPOSES: CodeList = {
    "apply": {"ar": "تقديم الطلب", "en": "Apply"},
    "track": {"ar": "متابعة الطلب", "en": "Track"},
    "pay": {"ar": "الدفع", "en": "Pay"},
    "inform": {"ar": "الاستعلام", "en": "Find out"},
    "appeal": {"ar": "التظلم", "en": "Appeal"},
    "book": {"ar": "حجز موعد", "en": "Book"},
}
COST_UNITS: CodeList = {
    "per-request": {"ar": "لكل طلب", "en": "Per request"},
    "per-year": {"ar": "عن كل سنة", "en": "Per year"},
    "per-month": {"ar": "عن كل شهر", "en": "Per month"},
    "per-day": {"ar": "عن كل يوم", "en": "Per day"},
    "per-item": {"ar": "لكل نسخة", "en": "Per copy"},
    "per-person": {"ar": "لكل شخص", "en": "Per person"},
    "percent": {"ar": "نسبة من القيمة", "en": "Share of the value"},
}
EVIDENCE_USES: CodeList = {"optional": {"ar": "اختياري", "en": "Optional"}}
SERVICE_STATUSES: CodeList = {
    "published": {"ar": "منشورة", "en": "Published"},
    "archived": {"ar": "مؤرشفة", "en": "Archived"},
}
PROVENANCES: CodeList = {"demonstration": {"ar": "بيانات تجريبية", "en": "Demonstration data"}}
ENTITY_TYPES: CodeList = {
    "ministry": {"ar": "وزارة", "en": "Ministry"},
    "public-authority": {"ar": "هيئة عامة", "en": "Public authority"},
    "agency": {"ar": "جهاز أو إدارة", "en": "Agency or department"},
    "council": {"ar": "مجلس", "en": "Council"},
    "municipality": {"ar": "بلدية", "en": "Municipality"},
    "university": {"ar": "جامعة", "en": "University"},
    "bank": {"ar": "بنك", "en": "Bank"},
    "fund": {"ar": "صندوق", "en": "Fund"},
    "state-owned": {"ar": "شركة مملوكة للدولة", "en": "State-owned company"},
}
CODE_LISTS: Mapping[str, CodeList] = {
    "purpose": PURPOSES,
    "cost-unit": COST_UNITS,
    "evidence-use": EVIDENCE_USES,
    "service-status": SERVICE_STATUSES,
    "provenance": PROVENANCES,
    "entity-type": ENTITY_TYPES,
}
"""Every list by its name in addresses."""
