"""Whose address a request comes from, as far as counting goes."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

Networks = Sequence[IPv4Network | IPv6Network]
Counted = Callable[[str], tuple[str, bool]]


def counted_address(exempt: Networks) -> Counted:
    """Make the function that tells under what an address is counted, and whether it is exempt.

    An IPv6 customer owns a whole /64, so that is counted as one. What is no
    address comes over a local socket and is exempt.
    """

    @lru_cache(maxsize=50_000)
    def counted(host: str) -> tuple[str, bool]:
        try:
            address = ip_address(host.partition("%")[0])
        except ValueError:
            return host, True
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        is_exempt = any(address in network for network in exempt)
        if isinstance(address, IPv6Address):
            return str(IPv6Network((address, 64), strict=False)), is_exempt
        return str(address), is_exempt

    return counted
