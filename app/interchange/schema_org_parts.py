"""The parts of a service in schema.org: categories, audiences, channels, offers, results."""

from app.interchange.iris import web_address
from app.interchange.opening_hours import day_addresses
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

_COUNTRIES = {"KWT": {"ar": "الكويت", "en": "Kuwait"}}
_PERMITS = frozenset({"permit", "licence"})


def tagged(value: Document | None) -> list[Node]:
    """Write a text in each of its languages."""
    return [{"@language": code, "@value": text} for code, text in texts(value).items()]


def service_types(document: Document) -> list[Node]:
    """Write the labels of the concepts that classify the service."""
    return [
        value
        for item in document.get("isClassifiedBy") or ()
        for value in tagged(item.get("prefLabel"))
    ]


def hours(document: Document) -> list[Node]:
    """Write the opening hours of a service or a contact; times are Kuwait's."""
    return [
        compact(
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": [
                    {"@type": "DayOfWeek", "@id": address} for address in day_addresses(item)
                ],
                "opens": item["opens"],
                "closes": item["closes"],
                "description": tagged(item.get("description")),
            }
        )
        for item in document.get("openingHours") or ()
    ]


def categories(document: Document, scope: Scope) -> list[Node]:
    """Write the classification, the events and the digital stage as category codes."""
    labels: Document = document.get("label") or {}
    codes = [
        _category(
            scope.addresses.of("concept", item["conceptId"]),
            item.get("notation"),
            item.get("prefLabel"),
            scope.addresses.of("scheme", item["scheme"]),
        )
        for item in document.get("isClassifiedBy") or ()
    ]
    for group, scheme in (
        ("lifeEvent", "life-event"),
        ("businessEvent", "business-event"),
        ("digitalStage", "digital-stage"),
    ):
        within = scope.addresses.of("scheme", scheme)
        for code, label in (labels.get(group) or {}).items():
            codes.append(_category(scope.addresses.notation(scheme, code), code, label, within))
    return codes


def _category(address: str, code: str | None, label: Document | None, scheme: str) -> Node:
    return compact(
        {
            "@type": "CategoryCode",
            "@id": address,
            "codeValue": code,
            "name": tagged(label),
            "inCodeSet": scheme,
        }
    )


def audiences(document: Document) -> list[Node]:
    """Write the audiences; the conditions of the service describe each of them."""
    labels: Document = (document.get("label") or {}).get("audience") or {}
    conditions = [
        value
        for item in document.get("holdsRequirement") or ()
        for value in tagged(item.get("title"))
    ]
    return [
        compact(
            {
                "@type": "Audience",
                "audienceType": code,
                "name": tagged(labels.get(code)),
                "description": conditions,
            }
        )
        for code in document.get("audience") or ()
    ]


def area(document: Document, scope: Scope) -> Node:
    """Write the country that is served (ISO 3166 alpha-3)."""
    code = document.get("spatial") or "KWT"
    return compact(
        {
            "@type": "Country",
            "@id": scope.addresses.place(code),
            "identifier": code,
            "name": tagged(_COUNTRIES.get(code)),
        }
    )


def channels(document: Document) -> list[Node]:
    """Write the channels; one without a time of its own takes that of the service."""
    return [_channel(document, item) for item in document.get("hasChannel") or ()]


def _channel(document: Document, item: Document) -> Node:
    phone = item.get("phone")
    time = duration(item.get("processingTime")) or duration(document.get("processingTime"))
    return compact(
        {
            "@type": "ServiceChannel",
            "name": tagged(item.get("title")),
            "description": tagged(item.get("description")),
            "serviceUrl": web_address(item.get("url")),
            "servicePhone": {"@type": "ContactPoint", "telephone": phone} if phone else None,
            "availableLanguage": list(document.get("language") or ()),
            "processingTime": time,
        }
    )


def offers(document: Document) -> list[Node]:
    """Write the fees in dinar."""
    return [_offer(item) for item in fees(document)]


def _offer(item: Document) -> Node:
    value, unit = amount(item), item.get("unit")
    price = (
        {} if value is None else {"price": value, "priceCurrency": item.get("currency") or "KWD"}
    )
    per_unit = {"@type": "UnitPriceSpecification", **price, "unitText": unit}
    return compact(
        {
            "@type": "Offer",
            **price,
            "description": [*tagged(item.get("description")), *tagged(item.get("condition"))],
            "validFrom": date(item.get("validFrom")),
            "validThrough": date(item.get("validTo")),
            "priceSpecification": per_unit if unit else None,
        }
    )


def outputs(document: Document) -> list[Node]:
    """Write what the service produces."""
    labels: Document = (document.get("label") or {}).get("output") or {}
    return [
        compact(
            {
                "@type": "GovernmentPermit" if item["type"] in _PERMITS else "Thing",
                "identifier": item["type"],
                "name": tagged(item.get("title") or labels.get(item["type"])),
            }
        )
        for item in document.get("produces") or ()
    ]


def related(document: Document, scope: Scope) -> list[Node]:
    """Write the services that come before or stand beside this one."""
    items = [*(document.get("requires") or ()), *(document.get("relatedService") or ())]
    return [
        compact(
            {
                "@type": "GovernmentService",
                "@id": scope.service(item["id"]),
                "url": scope.addresses.page("services", item["id"]),
                "name": tagged(item.get("title")),
            }
        )
        for item in items
    ]


def legislation(document: Document) -> list[Node]:
    """Write the legal basis."""
    return [
        compact(
            {
                "@type": "Legislation",
                "legislationIdentifier": item["id"],
                "name": tagged(item.get("title")),
                "url": web_address(item.get("url")),
            }
        )
        for item in document.get("hasLegalResource") or ()
    ]


def how_to(document: Document) -> list[Node]:
    """Write required documents as supplies and the procedure as steps."""
    supplies = [
        {"@type": "HowToSupply", "identifier": item["evidenceType"]}
        | compact({"name": tagged(item.get("title"))})
        for item in document.get("hasInputType") or ()
    ]
    steps = [
        compact(
            {
                "@type": "HowToStep",
                "name": tagged(item.get("title")),
                "text": tagged(item.get("description")),
            }
        )
        for item in document.get("follows") or ()
    ]
    if not supplies and not steps:
        return []
    named = {"@type": "HowTo", "name": tagged(document.get("title"))}
    return [compact(named | {"supply": supplies, "step": steps})]
