"""Reading a rendered document: its texts, money, dates and durations, fit for every export."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from app.core.identity import stable_uuid
from app.core.languages import LANGUAGES
from app.interchange.iris import Addresses

Document: TypeAlias = Mapping[str, Any]  # Any: JSON as it was rendered
Node: TypeAlias = dict[str, Any]  # Any: JSON-LD nests nodes, lists and values

# xsd:duration (XML Schema 1.1, section 3.3.6) is ISO 8601 without weeks.
_DURATION = re.compile(
    r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?", re.ASCII
)
_WEEKS = re.compile(r"(\d+)W(?:(\d+)D)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FREE: Document = {"amountFils": 0, "currency": "KWD"}
UNDETERMINED = "und"  # BCP 47: a text whose language is not known


@dataclass(frozen=True)
class Scope:
    """Where a document is written: the addresses, and what the same graph describes.

    ``services`` and ``entities`` map public ids to UUIDs.
    """

    addresses: Addresses
    services: Mapping[str, str] = field(default_factory=dict)
    entities: Mapping[str, str] = field(default_factory=dict)

    def service(self, public_id: str) -> str:
        """Name a service by its public id."""
        uuid = self.services.get(public_id) or stable_uuid("service", public_id)
        return self.addresses.of("service", uuid)

    def entity(self, public_id: str) -> str:
        """Name an entity by its public id."""
        uuid = self.entities.get(public_id) or stable_uuid("entity", public_id)
        return self.addresses.of("entity", uuid)


def compact(node: Node) -> Node:
    """Leave out what has no value, so that nothing empty is stated."""
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}


def texts(value: Document | None, *, otherwise: str | None = None) -> dict[str, str]:
    """Keep the languages in which a text is written; ``otherwise`` stands in for none."""
    kept: dict[str, str] = {
        code: value[code] for code in LANGUAGES if value is not None and value.get(code)
    }
    return kept or ({UNDETERMINED: otherwise} if otherwise else {})


def keywords(value: Mapping[str, list[str]] | None) -> dict[str, list[str]]:
    """Keep the keywords of each language."""
    kept = {code: [word for word in (value or {}).get(code) or () if word] for code in LANGUAGES}
    return {code: words for code, words in kept.items() if words}


def duration(value: str | None) -> str | None:
    """Write a duration as xsd:duration, weeks as days, or leave it out when it is none."""
    weeks = _WEEKS.search(value or "")
    if value and weeks:
        days = int(weeks[1]) * 7 + int(weeks[2] or 0)
        value = f"{value[: weeks.start()]}{days}D{value[weeks.end() :]}"
    return value if _DURATION.fullmatch(value or "") else None


def date(value: str | None) -> str | None:
    """Keep the day of a date or an instant."""
    found = _DATE.match(value or "")
    return found.group() if found else None


def dinar(fils: int) -> float:
    """Turn fils into dinar (1 KWD = 1000 fils)."""
    return fils / 1000


def fees(document: Document) -> list[Document]:
    """List the fees; a service known to be free has one of 0."""
    items = list(document.get("hasCost") or ())
    return items or ([_FREE] if document.get("isFree") is True else [])


def amount(cost: Document) -> float | None:
    """Return a fee in dinar, or None where it is a share and not a sum."""
    fils = cost.get("amountFils")
    return None if fils is None or cost.get("unit") == "percent" else dinar(fils)
