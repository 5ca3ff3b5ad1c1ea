"""Networks: whom an address of a machine stands for."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address, ip_network


def network_of(address: str) -> str:
    """An IPv4 address, or the half of an IPv6 address that one household or server has for itself.

    A /64 has more addresses than anybody could be counted by (RFC 6177).
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return address
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))


def is_this_machine(host: str) -> bool:
    """Whether a name or an address is this machine’s own."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_every_address(host: str) -> bool:
    """Whether a number stands for all of a machine’s addresses: 0.0.0.0, or :: for IPv6."""
    return is_number(host) and ip_address(host).is_unspecified


def is_number(host: str) -> bool:
    """Whether a host is given as an address, not by name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
