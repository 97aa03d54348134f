"""Literal documents and the readers of other people's software, to judge our linked data."""

import json
import warnings
from copy import deepcopy
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph

_SHAPES = Path(__file__).parent / "shapes" / "cpsv-ap-3.2.0-shacl.ttl"

_MORNINGS = {
    "days": ["SU", "MO"],
    "opens": "08:00:00",
    "closes": "13:30:00",
    "description": {"ar": "ما عدا العطل"},
}
_RENEWAL = {
    "id": "moi-res18-renew",
    "uuid": "6f1c6f4e-52a3-5c2c-9a55-0d8a6a1f0001",
    "sourceId": "R18-2",
    "hasCompetentAuthority": {
        "id": "moi",
        "title": {"ar": "وزارة الداخلية", "en": "Ministry of Interior"},
    },
    "title": {"ar": "تجديد إقامة مادة 18", "en": "Renew a residence permit (Article 18)"},
    "description": {"ar": "تجديد إقامة العامل.", "en": "Renews a worker's residence."},
    "keyword": {"ar": ["اقامة", "تجديد"], "en": ["iqama"]},
    "isClassifiedBy": [
        {
            "scheme": "services",
            "notation": "02.1.2",
            "conceptId": "c_a2b3c4d5e6f7",
            "taxonomyVersion": "1.0.0",
            "prefLabel": {"ar": "إقامة مادة 18", "en": "Residence (Art. 18)"},
            "path": ["02", "02.1", "02.1.2"],
        }
    ],
    "audience": ["resident", "business"],
    "isGroupedBy": ["renewing-documents", "hiring-staff"],
    "hasChannel": [
        {
            "type": "portal",
            "purpose": "apply",
            "channel": "moi-portal",
            "url": "https://www.moi.gov.kw/تجديد?step=1",
            "title": {"ar": "موقع الوزارة", "en": "Ministry website"},
            "processingTime": "PT2H",
        },
        {
            "type": "counter",
            "purpose": "pay",
            "channel": None,
            "url": None,
            "title": {"ar": "مراجعة الجهة"},
            "phone": "1889988",
            "description": {"en": "Any service centre"},
            "openingHours": [_MORNINGS],
        },
    ],
    "hasCost": [
        {
            "amountFils": 20250,
            "currency": "KWD",
            "unit": "per-year",
            "description": {"en": "Residence fee"},
            "condition": {"en": "for each year"},
            "validFrom": "2026-01-01",
            "validTo": "2026-12-31T00:00:00Z",
            "channel": "moi-portal",
        }
    ],
    "isFree": False,
    "hasInputType": [
        {"evidenceType": "pp", "title": {"ar": "جواز السفر", "en": "Passport"}},
        {
            "evidenceType": "ph",
            "title": {"ar": "صورة شخصية"},
            "description": {"ar": "خلفية بيضاء"},
            "isOptional": True,
        },
        {
            "evidenceType": "hi",
            "title": {"ar": "ضمان صحي"},
            "description": {"ar": "ساري"},
            "isOptional": False,
        },
    ],
    "holdsRequirement": [{"title": {"ar": "كفيل", "en": "A sponsor"}}],
    "follows": [
        {"title": {"ar": "قدم الطلب", "en": "Apply"}},
        {"title": {"en": "Pay"}, "description": {"en": "Pay the fee."}},
    ],
    "processingTime": "P3D",
    "processingNote": {"en": "Longer in summer"},
    "produces": [{"type": "permit"}],
    "hasLegalResource": [
        {
            "id": "law-17-1959",
            "title": {"ar": "قانون إقامة الأجانب"},
            "url": "https://example.gov.kw/law/17",
        }
    ],
    "contactPoint": [
        {
            "email": "info@moi.gov.kw",
            "telephone": "+96525582000",
            "contactPage": "https://moi.gov.kw/c",
        }
    ],
    "openingHours": [_MORNINGS],
    "relatedService": [
        {"id": "moi-res18-new", "title": {"ar": "إصدار إقامة", "en": "First residence"}}
    ],
    "requires": [{"id": "paci-civil-id", "title": {"ar": "البطاقة المدنية"}}],
    "spatial": "KWT",
    "language": ["ar", "en"],
    "digitalStage": 3,
    "status": "published",
    "revision": 4,
    "taxonomyVersion": "1.0.0",
    "issued": "2026-11-22T00:00:00Z",
    "modified": "2026-11-23T08:30:00Z",
    "provenance": {
        "isDemonstration": True,
        "basis": "general knowledge (unverified)",
        "source": [
            {"code": "gk", "title": "general knowledge", "url": None},
            {"code": "news", "title": "A newspaper", "url": "https://news.example/a b"},
        ],
        "estimate": ["/digitalStage", "/hasChannel/0"],
    },
    "quality": None,
    "label": {
        "audience": {
            "resident": {"ar": "مقيم", "en": "Resident"},
            "business": {"ar": "أعمال", "en": "Business"},
        },
        "lifeEvent": {"renewing-documents": {"ar": "تجديد الوثائق", "en": "Renewing documents"}},
        "businessEvent": {"hiring-staff": {"ar": "التوظيف", "en": "Hiring staff"}},
        "channel": {"portal": {"ar": "موقع", "en": "Website"}, "counter": {"ar": "مراجعة"}},
        "output": {"permit": {"ar": "تصريح", "en": "Permit"}},
        "digitalStage": {"3": {"ar": "معاملة كاملة", "en": "Full online transaction"}},
    },
}
_FIRST = {
    "id": "moi-res18-new",
    "uuid": "6f1c6f4e-52a3-5c2c-9a55-0d8a6a1f0002",
    "hasCompetentAuthority": {"id": "moi", "title": {"ar": "وزارة الداخلية"}},
    "title": {"ar": "إصدار إقامة"},
    "description": None,
    "isFree": True,
    "relatedService": [{"id": "moi-res18-renew", "title": {"ar": "تجديد إقامة"}}],
    "requires": [{"id": "moi-res18-renew", "title": {"ar": "تجديد إقامة"}}],
}
_MINISTRY = {
    "id": "moi",
    "uuid": "6f1c6f4e-52a3-5c2c-9a55-0d8a6a1f0003",
    "identifier": "MOI",
    "title": {"ar": "وزارة الداخلية", "en": "Ministry of Interior"},
    "description": {"ar": "الأمن والإقامة.", "en": "Security and residency."},
    "type": "ministry",
    "parent": "cabinet",
    "homepage": "https://www.moi.gov.kw",
    "spatial": "KWT",
    "serviceCount": 2,
    "version": 1,
    "modified": "2026-11-22T00:00:00Z",
    "provenance": None,
}


@pytest.fixture
def renewal() -> dict:
    """Give a service that fills every field."""
    return deepcopy(_RENEWAL)


@pytest.fixture
def first_permit() -> dict:
    """Give a service with the least a published one has, in Arabic alone."""
    return deepcopy(_FIRST)


@pytest.fixture
def ministry() -> dict:
    """Give the entity that owns both services."""
    return deepcopy(_MINISTRY)


@pytest.fixture(scope="session")
def read_turtle():
    """Read Turtle with rdflib, which shares no code with our writer."""
    return lambda text: Graph().parse(data=text, format="turtle")


@pytest.fixture(scope="session")
def read_json_ld():
    """Read JSON-LD with rdflib."""

    def read(document: dict) -> Graph:
        with warnings.catch_warnings():
            # rdflib's own JSON-LD reader still uses a class that rdflib deprecates.
            warnings.filterwarnings(
                "ignore", "ConjunctiveGraph is deprecated", category=DeprecationWarning
            )
            return Graph().parse(data=json.dumps(document), format="json-ld")

    return read


@pytest.fixture(scope="session")
def findings():
    """List what the shapes of CPSV-AP 3.2.0 find in a graph."""
    shapes = Graph().parse(_SHAPES, format="turtle")

    def find(graph: Graph) -> str:
        conforms, _, text = validate(graph, shacl_graph=shapes)
        return "" if conforms else text

    return find
