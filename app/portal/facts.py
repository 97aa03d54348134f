"""What a service page tells, drawn from the service's public document."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.portal.addresses import phone_address, safe_address, ways_of
from app.portal.reader import Document, Text
from app.portal.wording import dinars

PURPOSES = ("apply", "book", "pay", "track", "inform", "appeal")
# Fields that a page reads by name; a document without them is shown without them.
_ABSENT = dict.fromkeys(("description", "isFree", "processingTime", "processingNote", "modified"))


@dataclass(frozen=True)
class Channel:
    """One way to a service."""

    title: Text
    kind: str
    purpose: str
    address: str | None
    is_estimate: bool
    phone: str | None = None
    description: Text | None = None
    processing_time: str | None = None

    @property
    def is_phone(self) -> bool:
        """Say whether the address is a number to call."""
        return bool(self.address and self.address.startswith("tel:"))


@dataclass(frozen=True)
class Fee:
    """One fee of a service, in fils; of a percentage, thousandths."""

    amount_fils: int
    currency: str
    unit: str
    description: Text
    condition: Text
    valid_from: str | None
    valid_to: str | None
    is_estimate: bool

    @property
    def share_percent(self) -> str:
        """Write the percentage as it is written."""
        return f"{dinars(self.amount_fils)}%"


@dataclass(frozen=True)
class Named:
    """Something with a title that may lead somewhere; id is its key in this catalogue."""

    title: Text
    id: str | None = None
    address: str | None = None
    is_estimate: bool = False
    note: Text | None = None
    is_optional: bool = False


class Facts:
    """A service as its page tells it; missing parts are empty, never an error."""

    def __init__(self, document: Document) -> None:
        self.document: Document = {**_ABSENT, **document}
        self.provenance: Mapping[str, Any] = document.get("provenance") or {}
        self.estimates: Sequence[str] = self.provenance.get("estimate") or ()
        self.labels: Mapping[str, Mapping[str, Text]] = document.get("label") or {}

    def is_estimate(self, pointer: str) -> bool:
        """Say whether the value at a JSON Pointer, or what contains it, is an estimate."""
        return any(pointer == mark or pointer.startswith(f"{mark}/") for mark in self.estimates)

    @property
    def has_estimates(self) -> bool:
        """Say whether any value is an estimate."""
        return bool(self.estimates)

    @property
    def channels(self) -> dict[str, list[Channel]]:
        """Group the ways to the service by what they are for, applying first."""
        grouped: dict[str, list[Channel]] = {}
        for purpose in PURPOSES:
            found = [channel for channel in self._channels() if channel.purpose == purpose]
            if found:
                grouped[purpose] = found
        return grouped

    @property
    def action(self) -> Channel | None:
        """Find the first way that has an address, applying before all: the main button."""
        return next((c for found in self.channels.values() for c in found if c.address), None)

    @property
    def fees(self) -> list[Fee]:
        """List the fees as they are stated."""
        items = enumerate(self.document.get("hasCost") or ())
        return [self._fee(cost, f"/hasCost/{index}") for index, cost in items]

    @property
    def only_fee(self) -> Fee | None:
        """Return the fee, when there is one only."""
        fees = self.fees
        return fees[0] if len(fees) == 1 else None

    @property
    def lowest_fee(self) -> Fee | None:
        """Find the smallest amount of money, when there are fees."""
        amounts = [fee for fee in self.fees if fee.unit != "percent"]
        return min(amounts, key=lambda fee: fee.amount_fils, default=None)

    @property
    def is_fee_estimate(self) -> bool:
        """Say whether any figure of the fees is an estimate."""
        return self.is_estimate("/isFree") or any(fee.is_estimate for fee in self.fees)

    @property
    def documents(self) -> list[Named]:
        """List the documents to bring."""
        return self._named("hasInputType")

    @property
    def requirements(self) -> list[Named]:
        """List the conditions to meet."""
        return self._named("holdsRequirement")

    @property
    def steps(self) -> list[Named]:
        """List the steps of the procedure, in order."""
        return self._named("follows")

    @property
    def legal(self) -> list[Named]:
        """List the laws and decisions that the service rests on."""
        return self._named("hasLegalResource")

    @property
    def required(self) -> list[Named]:
        """List services that must be completed before this one."""
        return self._named("requires")

    @property
    def audience(self) -> list[Text]:
        """Say whom the service is for."""
        return self._labelled("audience", self.document.get("audience") or ())

    @property
    def outputs(self) -> list[Text]:
        """Say what the service gives."""
        kinds = [output.get("type") for output in self.document.get("produces") or ()]
        return self._labelled("output", [kind for kind in kinds if kind])

    @property
    def stage(self) -> Text | None:
        """Say the digital stage in words."""
        value = self.document.get("digitalStage")
        found = self._labelled("digitalStage", [] if value is None else [str(value)])
        return found[0] if found else None

    def events(self, kind: str) -> list[Named]:
        """List life or business events that the service belongs to."""
        labels = self.labels.get(kind) or {}
        return [
            Named(labels[code], id=code)
            for code in self.document.get("isGroupedBy") or ()
            if code in labels
        ]

    @property
    def topics(self) -> list[Named]:
        """List the concepts of the services' classification."""
        return [
            Named(concept.get("prefLabel") or {}, id=concept["notation"])
            for concept in self.document.get("isClassifiedBy") or ()
            if concept.get("scheme") == "services" and concept.get("notation")
        ]

    @property
    def contacts(self) -> list[tuple[str, str]]:
        """List phones, mails and pages: what is shown and where it leads."""
        return [
            pair for point in self.document.get("contactPoint") or () for pair in ways_of(point)
        ]

    @property
    def hours(self) -> list[Mapping[str, Any]]:
        """Tell when it is open, as the document has it."""
        points = self.document.get("contactPoint") or ()
        below = [hours for point in points for hours in point.get("openingHours") or ()]
        return [*(self.document.get("openingHours") or ()), *below]

    @property
    def sources(self) -> list[Named]:
        """List the published sources, with the addresses that may be opened."""
        return [
            Named({"en": str(source.get("title") or "")}, address=safe_address(source.get("url")))
            for source in self.provenance.get("source") or ()
        ]

    @property
    def is_demonstration(self) -> bool:
        """Say whether the content was made for a demonstration."""
        return bool(self.provenance.get("isDemonstration"))

    @property
    def basis(self) -> str:
        """Return what the content rests on, as its source words it."""
        return str(self.provenance.get("basis") or "")

    @property
    def basis_key(self) -> str | None:
        """The key of the text that explains what the content rests on, when it is known."""
        if self.basis.startswith("general knowledge"):
            return "provenance.general"
        return "provenance.partly" if self.basis.startswith("partly documented") else None

    def _channels(self) -> list[Channel]:
        items = enumerate(self.document.get("hasChannel") or ())
        return [self._channel(channel, f"/hasChannel/{index}") for index, channel in items]

    def _channel(self, channel: Mapping[str, Any], pointer: str) -> Channel:
        kind = str(channel.get("type") or "")
        purpose = channel.get("purpose")
        label = (self.labels.get("channel") or {}).get(kind)
        return Channel(
            title=channel.get("title") or label or {"en": kind},
            kind=kind,
            purpose=purpose if purpose in PURPOSES else "apply",
            address=safe_address(channel.get("url")) or phone_address(channel.get("phone")),
            is_estimate=self.is_estimate(pointer),
            phone=channel.get("phone"),
            description=channel.get("description"),
            processing_time=channel.get("processingTime"),
        )

    def _fee(self, cost: Mapping[str, Any], pointer: str) -> Fee:
        return Fee(
            amount_fils=int(cost.get("amountFils") or 0),
            currency=str(cost.get("currency") or "KWD"),
            unit=str(cost.get("unit") or ""),
            description=_text(cost.get("description")),
            condition=_text(cost.get("condition")),
            valid_from=cost.get("validFrom"),
            valid_to=cost.get("validTo"),
            is_estimate=self.is_estimate(pointer),
        )

    def _named(self, field: str) -> list[Named]:
        return [
            Named(
                title=_text(item.get("title") or item.get("description") or item.get("id")),
                id=item.get("id"),
                address=safe_address(item.get("url")),
                is_estimate=self.is_estimate(f"/{field}/{index}"),
                note=item.get("description") if item.get("title") else None,
                is_optional=bool(item.get("isOptional")),
            )
            for index, item in enumerate(self.document.get(field) or ())
        ]

    def _labelled(self, kind: str, codes: Iterable[str]) -> list[Text]:
        labels = self.labels.get(kind) or {}
        return [labels.get(code) or {"en": code} for code in codes]


def _text(value: Any) -> Text:  # Any: a JSON value
    if isinstance(value, Mapping):
        return value
    return {"en": str(value)} if value else {}
