"""Addresses of things in linked data, minted in one place so that exports join.

A service is ``{base}/id/service/{uuid}``, an entity ``{base}/id/entity/{uuid}``; what has only a
code is named by it. An address never changes with a title.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

_EU_AUTHORITY = "http://publications.europa.eu/resource/authority"
_EU_LANGUAGES = {"ar": "ARA", "en": "ENG"}
_THREE_LETTERS = re.compile(r"[A-Z]{3}")
# All but the characters of RFC 3987, section 2.2: people type others into browsers.
_UNFIT = re.compile(
    r"[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~"
    "\u00a1-\u1fff\u2010-\u2027\u2030-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd]"
)
_WEB_ADDRESS = re.compile(r"https?://[^/?#\[\]@:]+(:\d{1,5})?([/?#][^#\[\]]*)?(#[^#\[\]]*)?")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Addresses:
    """The addresses of one installation; ``base_url`` has no trailing slash."""

    base_url: str

    @classmethod
    def under(cls, base_url: str) -> "Addresses":
        """Accept the base address with or without its trailing slash."""
        return cls(base_url.rstrip("/"))

    def of(self, kind: str, *parts: object) -> str:
        """Name a thing of a kind, for example ``of("event", "getting-married")``."""
        path = "/".join(quote(str(part), safe="") for part in parts)
        return f"{self.base_url}/id/{kind}/{path}"

    def notation(self, scheme: str, code: object) -> str:
        """Name a concept of which only scheme and notation are known."""
        return self.of("concept", scheme, code)

    def page(self, kind: str, public_id: str) -> str:
        """Return the address of the Arabic page that people read; it leads to the English one."""
        return f"{self.base_url}/ar/{kind}/{quote(public_id, safe='')}"

    def place(self, code: str) -> str:
        """Name a country (ISO 3166 alpha-3, EU authority table) or a place of our own."""
        if _THREE_LETTERS.fullmatch(code):
            return f"{_EU_AUTHORITY}/country/{code}"
        return self.of("place", code)

    def currency(self, code: str) -> str:
        """Name a currency (ISO 4217) as the EU authority table does."""
        if _THREE_LETTERS.fullmatch(code):
            return f"{_EU_AUTHORITY}/currency/{code}"
        return self.notation("currency", code)

    def language(self, code: str) -> str:
        """Name a language (ISO 639-1) as the EU authority table does."""
        known = _EU_LANGUAGES.get(code)
        return f"{_EU_AUTHORITY}/language/{known}" if known else self.of("language", code)


def web_address(url: object) -> str | None:
    """Make a web address fit for linked data, or None when it is none.

    Characters that RFC 3987 forbids are percent-encoded, Arabic ones are kept.
    """
    if not isinstance(url, str):
        return None
    encoded = _UNFIT.sub(
        lambda found: quote(found.group(), errors="replace"), _LONE_PERCENT.sub("%25", url.strip())
    )
    return encoded if _WEB_ADDRESS.fullmatch(encoded) else None
