"""Refusing an address that holds a value which cannot be."""

from app.core.errors import Invalid


def wrong_value(name: str, why: str) -> Invalid:
    """Say which parameter of a page's address cannot be read."""
    return Invalid(f"{name} {why}")
