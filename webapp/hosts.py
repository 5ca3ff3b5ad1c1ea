"""Hosts: the names by which the site may be asked.

The Host header is the visitor’s own word. Links, redirects and mails never take a name from it, and
a request that names another site than ours is refused before anything answers it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from . import networks
from .outcomes import Outcome

# A name or an address and perhaps a port (RFC 9110, 7.2), as RFC 3986, 3.2.2 writes them, but
# without what no host of a web site has.
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[0-9a-z._-]+)(:\d{1,5})?", re.ASCII | re.IGNORECASE)


class ForeignHost(Outcome):
    """The request names another site than this one."""

    status = 400
    title = "This is not the paper’s address"

    def __init__(self, public_url: str) -> None:
        super().__init__(f"This site answers at {public_url}/ only; open it there.")


@lru_cache(maxsize=256)
def is_ours(host: str, public_url: str) -> bool:
    """Whether a Host header names the site at ``public_url``.

    The port does not matter, as no answer repeats it. A site on this machine has all of this
    machine’s names; one that is served at every address of the machine (0.0.0.0), each number:
    whoever has a name can make it mean our machine, but nobody a number.
    """
    asked, own = name_in(host), name_of(public_url)
    if networks.is_every_address(own):
        return networks.is_number(asked) or networks.is_this_machine(asked)
    here = networks.is_this_machine(own) and networks.is_this_machine(asked)
    return asked == own or here


def name_in(host: str) -> str:
    """The name or number in a Host header, without port and brackets; empty for what is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "") if HOST.fullmatch(host) else ""
    except ValueError:  # brackets around what is no IPv6 address
        return ""


def name_of(url: str) -> str:
    """The host of one of our own addresses, as browsers send it: letters of any script as IDNA."""
    return (urlsplit(url).hostname or "").encode("idna").decode("ascii")


def origin_of(url: str) -> str:
    """Scheme, host and port of an address, as browsers name a site (RFC 6454, 6.2)."""
    parts = urlsplit(url)
    default = {"http": 80, "https": 443}.get(parts.scheme)
    name = name_of(url)
    name = f"[{name}]" if ":" in name else name
    port = f":{parts.port}" if parts.port not in {None, default} else ""
    return f"{parts.scheme}://{name}{port}"
