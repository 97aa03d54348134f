"""The parts of a service in CPSV-AP: channels, costs, events, documents, conditions, results.

Cardinalities are those of CPSV-AP 3.2.0: every part has exactly one identifier.
"""

from app.catalogue.rules.code_lists import EVIDENCE_USES
from app.interchange.cpsv_values import concept, opening_hours, webpage
from app.interchange.rendered import (
    Document,
    Node,
    Scope,
    amount,
    compact,
    date,
    duration,
    fees,
    texts,
)


def _label(document: Document, group: str, code: object) -> Document | None:
    found: Document | None = ((document.get("label") or {}).get(group) or {}).get(str(code))
    return found


def labelled(document: Document, scope: Scope, group: str, scheme: str, code: object) -> Node:
    """Write the concept of a code whose label the document carries."""
    address = scope.addresses.notation(scheme, code)
    return concept(address, _label(document, group, code), code)


def classifications(document: Document, scope: Scope) -> list[Node]:
    """Write the concepts that classify a service, its digital stage last."""
    nodes = [_classification(item, scope) for item in document.get("isClassifiedBy") or ()]
    stage = document.get("digitalStage")
    if stage is not None:
        nodes.append(labelled(document, scope, "digitalStage", "digital-stage", stage))
    return nodes


def _classification(item: Document, scope: Scope) -> Node:
    node = concept(
        scope.addresses.of("concept", item["conceptId"]),
        item.get("prefLabel"),
        item.get("notation"),
    )
    return node | {"inScheme": scope.addresses.of("scheme", item["scheme"])}


def events(document: Document, scope: Scope) -> list[Node]:
    """Write life and business events, each also as the cv:Event that the shapes check."""
    return [_event(document, scope, code) for code in document.get("isGroupedBy") or ()]


def _event(document: Document, scope: Scope, code: str) -> Node:
    life = _label(document, "lifeEvent", code)
    business = _label(document, "businessEvent", code)
    kinds = [
        kind for kind, label in (("cv:LifeEvent", life), ("cv:BusinessEvent", business)) if label
    ]
    return {
        "@id": scope.addresses.of("event", code),
        "@type": ["cv:Event", *kinds],
        "identifier": code,
        "title": texts(life or business, otherwise=code),
    }


def channels(document: Document, scope: Scope, service: str) -> list[Node]:
    """Write the channels of a service; two purposes of one channel are two channels."""
    return [
        _channel(document, scope, f"{service}#channel-{n}", n, item)
        for n, item in enumerate(document.get("hasChannel") or (), start=1)
    ]


def _channel(document: Document, scope: Scope, address: str, n: int, item: Document) -> Node:
    shared, purpose = item.get("channel"), item.get("purpose")
    return compact(
        {
            "@id": address,
            "@type": "cv:Channel",
            "identifier": f"{document['id']}/channel/{n}",
            "type": labelled(document, scope, "channel", "channel", item["type"]),
            "subject": concept(scope.addresses.notation("purpose", purpose), None, purpose)
            if purpose
            else None,
            "description": texts(item.get("description")) or texts(item.get("title")),
            "page": webpage(item.get("url")),
            "telephone": item.get("phone"),
            "processingTime": duration(item.get("processingTime")),
            "openingHours": opening_hours(address, item.get("openingHours")),
            "relation": scope.addresses.of("channel", shared) if shared else None,
        }
    )


def costs(document: Document, scope: Scope, service: str) -> list[Node]:
    """Write the fees in dinar; a service known to be free costs 0."""
    return [
        _cost(document, scope, service, n, item) for n, item in enumerate(fees(document), start=1)
    ]


def _cost(document: Document, scope: Scope, service: str, n: int, item: Document) -> Node:
    address, unit = f"{service}#cost-{n}", item.get("unit")
    return compact(
        {
            "@id": address,
            "@type": "cv:Cost",
            "identifier": f"{document['id']}/cost/{n}",
            "hasValue": amount(item),
            "currency": concept(scope.addresses.currency(item.get("currency") or "KWD")),
            "type": concept(scope.addresses.notation("cost-unit", unit), None, unit)
            if unit
            else None,
            "description": _cost_texts(item),
            "temporal": _period(address, item),
            "ifAccessedThrough": _access(document, scope, service, item.get("channel")),
        }
    )


def _cost_texts(item: Document) -> dict[str, list[str]]:
    described: dict[str, list[str]] = {}
    for part in (item.get("description"), item.get("condition")):
        for language, text in texts(part).items():
            described.setdefault(language, []).append(text)
    return described


def _period(address: str, item: Document) -> Node | None:
    days = compact(
        {"periodStart": date(item.get("validFrom")), "periodEnd": date(item.get("validTo"))}
    )
    return {"@id": f"{address}-period", "@type": "dct:PeriodOfTime"} | days if days else None


def _access(document: Document, scope: Scope, service: str, code: str | None) -> Node | None:
    if not code:
        return None
    for n, item in enumerate(document.get("hasChannel") or (), start=1):
        if code in (item.get("channel"), item.get("type")):
            return {"@id": f"{service}#channel-{n}"}
    address = scope.addresses.of("channel", code)
    return {"@id": address, "@type": "cv:Channel", "identifier": code}


def evidence_types(document: Document, scope: Scope) -> list[Node]:
    """Write the types of document that an applicant brings."""
    return [
        compact(
            {
                "@id": scope.addresses.of("evidence-type", item["evidenceType"]),
                "@type": "cv:EvidenceType",
                "identifier": item["evidenceType"],
                "title": texts(item.get("title")),
            }
        )
        for item in document.get("hasInputType") or ()
    ]


def evidences(document: Document, scope: Scope, service: str) -> list[Node]:
    """Write what this service adds to a type of document: a remark, or that it is optional."""
    return [
        _evidence(document, scope, service, n, item)
        for n, item in enumerate(document.get("hasInputType") or (), start=1)
        if item.get("description") or item.get("isOptional")
    ]


def _evidence(document: Document, scope: Scope, service: str, n: int, item: Document) -> Node:
    node = _numbered(document, service, "evidence", n, item) | {
        "@type": "cv:Evidence",
        "conformsTo": scope.addresses.of("evidence-type", item["evidenceType"]),
    }
    if item.get("isOptional"):
        node["type"] = concept(
            scope.addresses.notation("evidence-use", "optional"), EVIDENCE_USES["optional"]
        )
    return node


def requirements(document: Document, service: str) -> list[Node]:
    """Write the conditions that an applicant meets."""
    return [
        _numbered(document, service, "requirement", n, item) | {"@type": "cv:Requirement"}
        for n, item in enumerate(document.get("holdsRequirement") or (), start=1)
    ]


def rules(document: Document, service: str) -> list[Node]:
    """Write the steps of the procedure; a rule without a description repeats its title."""
    nodes = []
    for n, item in enumerate(document.get("follows") or (), start=1):
        node = _numbered(document, service, "rule", n, item) | {"@type": "cpsv:Rule"}
        nodes.append({"description": node["title"], **node})
    return nodes


def _numbered(document: Document, service: str, kind: str, n: int, item: Document) -> Node:
    identifier = f"{document['id']}/{kind}/{n}"
    return compact(
        {
            "@id": f"{service}#{kind}-{n}",
            "identifier": identifier,
            "title": texts(item.get("title"), otherwise=identifier),
            "description": texts(item.get("description")),
        }
    )


def outputs(document: Document, scope: Scope, service: str) -> list[Node]:
    """Write what a service produces; its title is its own or that of its type."""
    nodes = []
    for n, item in enumerate(document.get("produces") or (), start=1):
        kind = labelled(document, scope, "output", "output-type", item["type"])
        titled = {**item, "title": item.get("title") or kind.get("prefLabel")}
        node = _numbered(document, service, "output", n, titled)
        nodes.append(node | {"@type": "cv:Output", "type": kind})
    return nodes


def legal_resources(document: Document, scope: Scope) -> list[Node]:
    """Write the legal basis."""
    return [
        compact(
            {
                "@id": scope.addresses.of("legal-resource", item["id"]),
                "@type": "eli:LegalResource",
                "identifier": item["id"],
                "title": texts(item.get("title")),
                "page": webpage(item.get("url")),
            }
        )
        for item in document.get("hasLegalResource") or ()
    ]


def contact_points(document: Document, service: str) -> list[Node]:
    """Write the contacts; the opening hours of the service itself stand with the first."""
    items = list(document.get("contactPoint") or ())
    hours = document.get("openingHours")
    if hours and not items:
        items = [{}]
    nodes = [_contact(f"{service}#contact-{n}", item) for n, item in enumerate(items, start=1)]
    if hours:
        own = nodes[0].get("openingHours", [])
        nodes[0] = compact(
            nodes[0] | {"openingHours": own + opening_hours(f"{service}#service", hours)}
        )
    return nodes


def _contact(address: str, item: Document) -> Node:
    return compact(
        {
            "@id": address,
            "@type": "cv:ContactPoint",
            "title": texts(item.get("title")),
            "email": item.get("email"),
            "telephone": item.get("telephone"),
            "contactPage": webpage(item.get("contactPage")),
            "openingHours": opening_hours(address, item.get("openingHours")),
        }
    )
