"""Whether everything that an entry refers to exists. Pure."""

from collections.abc import Iterator

from app.catalogue.rules.lookups import Lookups
from app.catalogue.rules.references import Content
from app.core.errors import Finding


def unknown_references(content: Content, known: Lookups) -> list[Finding]:
    """List the references of an entry that lead nowhere."""
    return [
        *_unknown_classification(content, known),
        *_unknown_codes(content, known),
        *_unknown_records(content, known),
    ]


def _unknown_classification(content: Content, known: Lookups) -> Iterator[Finding]:
    for place, one in enumerate(content["isClassifiedBy"]):
        pointer = f"/isClassifiedBy/{place}"
        named = known.concept_id(one["scheme"], one)
        concept = known.standing(named)
        if concept is None or concept.scheme != one["scheme"]:
            yield unknown(pointer, one["conceptId"] or one["notation"] or "")
        elif not concept.is_usable or known.is_expired(named):
            yield unusable(pointer, one["notation"] or concept.notation)


def _unknown_codes(content: Content, known: Lookups) -> Iterator[Finding]:
    named = [
        *((f"/audience/{i}", "audience", code) for i, code in enumerate(content["audience"])),
        *(
            (f"/hasChannel/{i}/type", "channel", one["type"])
            for i, one in enumerate(content["hasChannel"])
        ),
        *(
            (f"/produces/{i}/type", "output-type", one["type"])
            for i, one in enumerate(content["produces"])
        ),
    ]
    if content["digitalStage"] is not None:
        named.append(("/digitalStage", "digital-stage", str(content["digitalStage"])))
    for pointer, scheme, code in named:
        if known.concept(scheme, code) is None:
            yield unknown(pointer, code)
    for place, code in enumerate(content["isGroupedBy"]):
        if known.event(code) is None:
            yield unknown(f"/isGroupedBy/{place}", code)


def _unknown_records(content: Content, known: Lookups) -> Iterator[Finding]:
    for place, one in enumerate(content["hasChannel"]):
        if one["channel"] and one["channel"] not in known.channels:
            yield unknown(f"/hasChannel/{place}/channel", one["channel"])
    for place, one in enumerate(content["hasInputType"]):
        if one["evidenceType"] not in known.evidence_types:
            yield unknown(f"/hasInputType/{place}/evidenceType", one["evidenceType"])
    for place, code in enumerate(content["hasLegalResource"]):
        if code not in known.legal_resources:
            yield unknown(f"/hasLegalResource/{place}", code)
    for field in ("relatedService", "requires"):
        for place, code in enumerate(content[field]):
            if code not in known.services:
                yield unknown(f"/{field}/{place}", code)


def unknown(pointer: str, code: str) -> Finding:
    """Say that what a field names does not exist."""
    return Finding(
        pointer=pointer,
        rule="REF-01",
        message={"en": f"'{code}' is not known.", "ar": f"الرمز '{code}' غير معروف."},
    )


def unusable(pointer: str, code: str) -> Finding:
    """Say that services cannot stand at what a field names."""
    return Finding(
        pointer=pointer,
        rule="REF-02",
        message={
            "en": f"Services cannot be classified by '{code}'.",
            "ar": f"لا يجوز تصنيف خدمة بالرمز '{code}'.",
        },
    )
