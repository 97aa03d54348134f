"""Refusing an address that holds a value which cannot be."""

from app.core.errors import Finding, Invalid


def wrong_value(name: str, why: str) -> Invalid:
    """Say which parameter of a page's address cannot be read."""
    finding = Finding(f"?{name}", "QUERY-VALUE", {"en": f"{name} {why}"})
    return Invalid(f"{name} {why}", findings=[finding])
