"""A sound entry, which the examples of the rules change in one place. Pure."""

from collections.abc import Mapping
from typing import Any

from app.submissions.rules.base import Content

SOUND_ID, SOUND_ENTITY = "moi-dl-renew", "moi"
SOUND: Mapping[str, Any] = {  # Any: ServiceContent as JSON
    "title": {"ar": "تجديد رخصة القيادة", "en": "Driving licence renewal"},
    "description": {
        "ar": "تجديد رخصة القيادة المنتهية لمدة خمس سنوات.",
        "en": "Renews an expired driving licence for five years.",
    },
    "keyword": {"ar": ["ليسن", "رخصة سياقة"], "en": ["driving permit"]},
    "isClassifiedBy": [{"scheme": "services", "notation": "02.1.2"}],
    "audience": ["citizen", "resident"],
    "isGroupedBy": ["learning-to-drive"],
    "hasChannel": [
        {"type": "portal", "purpose": "apply", "url": "https://www.moi.gov.kw/licences/renew"}
    ],
    "hasCost": [{"amountFils": 10000, "currency": "KWD", "unit": "per-year"}],
    "isFree": False,
    "hasInputType": [{"evidenceType": "cid"}],
    "holdsRequirement": [{"title": {"ar": "اجتياز فحص النظر", "en": "Eye test passed"}}],
    "processingTime": "P3D",
    "produces": [{"type": "licence"}],
    "hasLegalResource": ["md-425-2025"],
    "contactPoint": [{"telephone": "+965 2222 1111"}],
    "digitalStage": 3,
}


def completed(fragment: Content) -> dict[str, Any]:  # Any: ServiceContent as JSON
    """Put a fragment in the place of what the sound entry says."""
    return {**SOUND, **fragment}
