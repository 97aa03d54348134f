"""A small catalogue for the portal's tests: four services, three entities, three schemes."""

from typing import Any

from app.portal.reader import Difference, Entity, Revision
from tests.portal.memory import MemoryReader, tree_of

XSS = '<script>window.xss=1</script>"\'><img src=x onerror="window.xss=1">تجديد'

TOPICS: list[dict[str, Any]] = [
    {
        "id": "c_1",
        "notation": "02",
        "broader": None,
        "prefLabel": {"ar": "الإقامة والدخول والخروج", "en": "Residence, entry and exit"},
        "scopeNote": {"ar": "السمات والإقامات.", "en": "Visas and residence."},
    },
    {
        "id": "c_2",
        "notation": "02.1",
        "broader": "c_1",
        "prefLabel": {"ar": "إقامات العمل", "en": "Work residence"},
    },
    {
        "id": "c_3",
        "notation": "07",
        "broader": None,
        "prefLabel": {"ar": "الصحة", "en": "Health"},
    },
]
LIFE = [
    {
        "id": "l1",
        "notation": "moving-to-kuwait",
        "prefLabel": {"ar": "القدوم إلى الكويت", "en": "Moving to Kuwait"},
    },
    {"id": "l2", "notation": "retiring", "prefLabel": {"ar": "التقاعد", "en": "Retiring"}},
]
BUSINESS = [
    {
        "id": "b1",
        "notation": "hiring-staff",
        "prefLabel": {"ar": "توظيف العاملين", "en": "Hiring staff"},
    },
]
ENTITIES = (
    Entity("cabinet", {"ar": "مجلس الوزراء", "en": "Council of Ministers"}, None, "council", 0),
    Entity(
        "moi",
        {"ar": "وزارة الداخلية", "en": "Ministry of Interior"},
        {"ar": "تتولى الأمن والإقامة.", "en": "Responsible for security and residency."},
        "ministry",
        3,
        "MOI",
        "cabinet",
        "https://www.moi.example",
        is_demonstration=True,
    ),
    Entity("odd", {"en": "An office"}, None, "office", 1, homepage="javascript:alert(1)"),
)


def document(service_id: str, **fields: Any) -> dict[str, Any]:
    """Build a plain published document, with fields of its own."""
    return {
        "id": service_id,
        "uuid": "6f1c8a3e-0000-4000-8000-000000000001",
        "sourceId": service_id,
        "hasCompetentAuthority": {"id": "moi", "title": ENTITIES[1].title},
        "title": {"ar": "إصدار إقامة", "en": "Issue residence"},
        "description": {"ar": "تمنح الإقامة.", "en": "Grants residence."},
        "keyword": {"ar": [], "en": []},
        "isClassifiedBy": [topic("02.1")],
        "audience": [],
        "isGroupedBy": [],
        "hasChannel": [],
        "hasCost": [],
        "isFree": None,
        "hasInputType": [],
        "holdsRequirement": [],
        "follows": [],
        "processingTime": None,
        "processingNote": None,
        "produces": [],
        "hasLegalResource": [],
        "contactPoint": [],
        "openingHours": [],
        "relatedService": [],
        "requires": [],
        "spatial": "KWT",
        "language": ["ar", "en"],
        "digitalStage": None,
        "status": "published",
        "revision": 1,
        "taxonomyVersion": "1.0.0",
        "issued": "2026-11-22T00:00:00Z",
        "modified": "2026-11-22T22:30:00Z",
        "provenance": None,
        "quality": None,
        "label": {
            "audience": {},
            "lifeEvent": {},
            "businessEvent": {},
            "channel": {},
            "output": {},
            "digitalStage": {},
        },
        **fields,
    }


def topic(notation: str) -> dict[str, Any]:
    """Build the classification of a document under one topic."""
    parts = notation.split(".")
    known = next(one for one in TOPICS if one["notation"] == notation)
    return {
        "scheme": "services",
        "notation": notation,
        "conceptId": known["id"],
        "taxonomyVersion": "1.0.0",
        "prefLabel": known["prefLabel"],
        "path": [".".join(parts[: place + 1]) for place in range(len(parts))],
    }


def full() -> dict[str, Any]:
    """Build a service of which everything is known."""
    return document(
        "moi-renew",
        title={"ar": "تجديد الإقامة (مادة 18)", "en": "Renew residence (Article 18)"},
        description={"ar": "تجديد إقامة العامل.", "en": "Renews the residence of a worker."},
        audience=["resident", "business"],
        isGroupedBy=["moving-to-kuwait", "hiring-staff"],
        hasChannel=[
            channel("sahl", "apply", url="https://sahel.example/renew", title="تطبيق سهل"),
            channel("counter", "apply", title="مراجعة الجهة"),
            channel("portal", "track", url="https://www.moi.example/track", title="موقع الوزارة"),
            channel("phone", "inform", phone="+965 1800 000", title="مركز الاتصال"),
        ],
        hasCost=[cost(20000, "per-year"), cost(2500, "per-request", {"en": "printing"})],
        isFree=False,
        hasInputType=[
            {"evidenceType": "pp", "title": {"ar": "جواز السفر", "en": "Passport"}},
            {
                "evidenceType": "hi",
                "title": {"ar": "الضمان الصحي", "en": "Health insurance"},
                "description": {"ar": "ساري المفعول", "en": "still valid"},
                "isOptional": True,
            },
        ],
        holdsRequirement=[
            {
                "title": {"ar": "إذن عمل ساري", "en": "A valid work permit"},
                "description": {"ar": "من القوى العاملة", "en": "from the manpower authority"},
            }
        ],
        follows=[{"title": {"ar": "سداد الرسوم", "en": "Pay the fees"}, "description": None}],
        processingTime="P3D",
        processingNote={"ar": "أيام عمل", "en": "working days"},
        produces=[{"type": "permit"}],
        hasLegalResource=[
            {
                "id": "l1",
                "title": {"ar": "القرار 2249", "en": "Decree 2249"},
                "url": "https://law.example/2249",
            },
            {"id": "l2", "title": {"ar": "القانون 17", "en": "Law 17"}, "url": None},
        ],
        contactPoint=[
            {
                "title": None,
                "email": "info@moi.example",
                "telephone": "+965 2222 3333",
                "contactPage": "https://www.moi.example/contact",
                "openingHours": [],
            }
        ],
        openingHours=[
            {"days": ["SU", "MO"], "opens": "07:30:00", "closes": "14:30:00", "description": None}
        ],
        relatedService=[
            {"id": "moi-issue", "title": {"ar": "إصدار إقامة", "en": "Issue residence"}}
        ],
        requires=[{"id": "moi-issue", "title": {"ar": "إصدار إقامة", "en": "Issue residence"}}],
        digitalStage=3,
        revision=3,
        provenance={
            "isDemonstration": True,
            "basis": "partly documented: the source supports the service",
            "source": [
                {"code": "gk", "title": "general knowledge (unverified)", "url": None},
                {"code": "res", "title": "Zawya 2025", "url": "https://news.example/fees"},
            ],
            "estimate": ["/digitalStage", "/processingTime", "/hasChannel/0", "/hasCost/1"],
        },
        label={
            "audience": {
                "resident": {"ar": "مقيم", "en": "Resident"},
                "business": {"ar": "قطاع الأعمال", "en": "Business"},
            },
            "lifeEvent": {"moving-to-kuwait": LIFE[0]["prefLabel"]},
            "businessEvent": {"hiring-staff": BUSINESS[0]["prefLabel"]},
            "channel": {"sahl": {"ar": "تطبيق سهل", "en": "Sahel app"}},
            "output": {"permit": {"ar": "تصريح", "en": "Permit"}},
            "digitalStage": {"3": {"ar": "إنجاز إلكتروني كامل", "en": "Full online transaction"}},
        },
    )


def channel(kind: str, purpose: str, *, title: str, **fields: Any) -> dict[str, Any]:
    """Build a channel of a document."""
    known = {"type": kind, "purpose": purpose, "channel": None, "url": None, "phone": None}
    return {**known, "title": {"ar": title, "en": f"{kind} ({purpose})"}, **fields}


def cost(fils: int, unit: str, description: dict[str, str] | None = None) -> dict[str, Any]:
    """Build a fee of a document."""
    return {
        "amountFils": fils,
        "currency": "KWD",
        "unit": unit,
        "description": description,
        "condition": None,
        "validFrom": None,
        "validTo": None,
        "channel": None,
    }


def hostile() -> dict[str, Any]:
    """Build a service whose every text tries to run something."""
    text = {"ar": XSS, "en": XSS}
    return document(
        "moi-hostile",
        title=text,
        description=text,
        hasChannel=[channel("portal", "apply", title=XSS, url="javascript:window.xss=1")],
        hasInputType=[{"evidenceType": "x", "title": text}],
        holdsRequirement=[{"title": {"ar": "</script>\u2028<svg onload=window.xss=1>"}}],
        hasCost=[cost(1, XSS, text)],
        provenance={
            "isDemonstration": True,
            "basis": XSS,
            "source": [{"code": "x", "title": XSS, "url": "data:text/html,x"}],
            "estimate": [],
        },
    )


REVISIONS = {
    "moi-renew": (
        Revision(3, "2027-01-14T08:00:00Z"),
        Revision(2, "2026-12-02T08:00:00Z"),
        Revision(1, "2026-11-22T00:00:00Z"),
    )
}
DIFFERENCES = {
    "moi-renew 2 3": (
        Difference("/hasCost/0/amountFils", 10000, 20000),
        Difference(
            "/title", {"ar": "تجديد", "en": "Renewal"}, {"ar": "تجديد الإقامة", "en": "Renew"}
        ),
        Difference("/hasInputType/1", None, {"evidenceType": "hi", "title": {"en": XSS}}),
        Difference("/modified", "a", "b"),
    )
}


def reader() -> MemoryReader:
    """Build the sample catalogue."""
    documents = [
        full(),
        document("moi-issue", isFree=True, isClassifiedBy=[topic("02.1"), topic("07")]),
        document("moi-one-fee", title={"en": "English only"}, hasCost=[cost(250, "per-request")]),
        hostile(),
    ]
    return MemoryReader(
        documents=documents,
        trees={
            "services": tree_of("services", TOPICS, documents),
            "life-event": tree_of("life-event", LIFE, documents),
            "business-event": tree_of("business-event", BUSINESS, documents),
        },
        entities=ENTITIES,
        revisions=REVISIONS,
        differences=DIFFERENCES,
    )
