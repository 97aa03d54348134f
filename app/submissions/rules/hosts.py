"""Reading web addresses with suspicion: where a link really leads. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

_GOVERNMENT = ("gov.kw", "edu.kw", "mil.kw")
_STORES = (
    "apps.apple.com",
    "play.google.com",
    "appgallery.huawei.com",
    "wa.me",
    "api.whatsapp.com",
)
_SHORTENERS = (
    *("bit.ly", "t.co", "goo.gl", "tinyurl.com", "cutt.ly", "rb.gy"),
    *("shorturl.at", "ow.ly", "is.gd", "t.ly", "rebrand.ly", "lnkd.in"),
)
_DECEIVING = (("vv", "w"), ("rn", "m"), ("0", "o"), ("1", "l"), ("q", "g"))
_NUMERIC_END = re.compile(r"\d+|0x[0-9a-f]*")
_GOV_KW = re.compile(r"gov[.-]?kw|gov[.-]kuwait")


@dataclass(frozen=True)
class Address:
    """A web address taken apart; ``host`` is in small letters, None when there is none."""

    parts: SplitResult
    host: str
    has_user: bool


def address_of(url: str) -> Address | None:
    """Take an address apart, or return None when it cannot be read."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        return None
    if not host or port == 0:
        return None
    return Address(parts, host.rstrip("."), has_user="@" in parts.netloc)


def is_government(host: str) -> bool:
    """Whether a host belongs to a domain that only public bodies of Kuwait can hold."""
    return _is_below(host, _GOVERNMENT)


def is_store(host: str) -> bool:
    """Whether a host is a store of applications or a messenger's door."""
    return _is_below(host, _STORES)


def is_shortener(host: str) -> bool:
    """Whether a host only forwards to somewhere else."""
    return _is_below(host, _SHORTENERS)


def imitates_government(host: str) -> bool:
    """Whether a host outside gov.kw reads as if it were inside."""
    if is_government(host):
        return False
    read = host
    for looks, like in _DECEIVING:
        read = read.replace(looks, like)
    return bool(_GOV_KW.search(host) or _is_below(read, ("gov.kw",)))


def has_strange_letters(host: str) -> bool:
    """Whether a label holds letters of several scripts, or is written in encoded form."""
    return any(label.startswith("xn--") or _scripts(label) - {"LATIN"} for label in host.split("."))


def is_numeric(host: str) -> bool:
    """Whether a host is an IP address, or a name that only this machine knows."""
    if _NUMERIC_END.fullmatch(host.rpartition(".")[2]):
        return True  # browsers read 0x7f.1 and 2130706433 as addresses of IPv4
    try:
        ip_address(host)
    except ValueError:
        return host == "localhost" or "." not in host or host.endswith((".local", ".internal"))
    return True


def _scripts(label: str) -> set[str]:
    letters = (one for one in label if one.isalpha())
    return {unicodedata.name(one, "UNKNOWN").split()[0] for one in letters}


def _is_below(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
