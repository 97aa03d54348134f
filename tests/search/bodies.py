"""Small service documents for the tests of search."""

from typing import Any


def body(service_id: str = "moi-res18-renew", **changes: Any) -> dict[str, Any]:
    """Return a rendered service document; keyword arguments replace its properties."""
    document: dict[str, Any] = {
        "id": service_id,
        "hasCompetentAuthority": {
            "id": "moi",
            "title": {"ar": "وزارة الداخلية", "en": "Ministry of Interior"},
        },
        "title": {"ar": "تجديد إقامة العمل", "en": "Work residence renewal"},
        "description": {"ar": "تجديد إقامة العامل سنوياً.", "en": "Renews a worker's residence."},
        "keyword": {"ar": ["مادة 18"], "en": ["iqama"]},
        "isClassifiedBy": [classified("02.1.2")],
        "audience": ["resident"],
        "hasChannel": [{"type": "portal", "purpose": "apply"}],
        "hasCost": [{"amountFils": 20_000, "unit": "per-year"}],
        "isFree": False,
        "hasInputType": [{"evidenceType": "pp", "title": {"ar": "جواز السفر", "en": "Passport"}}],
        "holdsRequirement": [],
        "produces": [{"type": "permit"}],
        "language": ["ar", "en"],
        "digitalStage": 3,
        "modified": "2026-11-22T00:00:00Z",
        "label": {
            "lifeEvent": {
                "renewing-documents": {"ar": "تجديد الوثائق", "en": "Renewing documents"}
            },
            "businessEvent": {},
        },
    }
    return document | changes


def classified(notation: str) -> dict[str, Any]:
    """Return a classification under a notation and everything above it."""
    parts = notation.split(".")
    return {
        "scheme": "services",
        "notation": notation,
        "prefLabel": {"ar": "الإقامة", "en": "Residence"},
        "path": [".".join(parts[: n + 1]) for n in range(len(parts))],
    }


def titled(service_id: str, ar: str, en: str, **changes: Any) -> dict[str, Any]:
    """Return a service with little but a title."""
    plain: dict[str, Any] = {
        "keyword": {},
        "description": {},
        "label": {"lifeEvent": {}, "businessEvent": {}},
        "hasInputType": [],
        "isClassifiedBy": [],
    }
    return body(service_id, title={"ar": ar, "en": en}, **plain | changes)
