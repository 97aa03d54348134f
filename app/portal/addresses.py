"""Addresses that a page may link to, and those of a contact point."""

import re
from collections.abc import Mapping
from typing import Any

_SAFE_ADDRESS = re.compile(r"(?:https?://|tel:|mailto:)[^\s<>\x22]+", re.IGNORECASE)


def safe_address(address: object) -> str | None:
    """Return an address that a link may carry: web, phone or mail, nothing that runs."""
    text = str(address or "")
    return text if _SAFE_ADDRESS.fullmatch(text) else None


def phone_address(phone: object) -> str | None:
    """Return the address that calls a number."""
    return safe_address(f"tel:{_digits(str(phone))}") if phone else None


def ways_of(point: Mapping[str, Any]) -> list[tuple[str, str]]:  # Any: JSON values
    """List what a contact point shows and where each leads: phones, mails, pages."""
    ways = [(f"tel:{_digits(phone)}", phone) for phone in _several(point.get("telephone"))]
    ways += [(f"mailto:{mail}", mail) for mail in _several(point.get("email"))]
    ways += [(page, page) for page in _several(point.get("contactPage"))]
    return [(address, shown) for address, shown in ways if safe_address(address)]


def _several(value: Any) -> list[str]:  # Any: a JSON value, one or many
    values = value if isinstance(value, list) else [value]
    return [str(item) for item in values if item]


def _digits(phone: str) -> str:
    return re.sub(r"[^\d+]", "", phone)
