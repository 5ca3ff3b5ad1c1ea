"""Aligning: whether sender, signature, return path and site speak for one another.

Mail servers ask whether the domain in From is also that of the signature or of the return path
(DMARC, RFC 7489, 3.1), and distrust links that lead elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import current_app

from ..addresses import on_the_wire
from ..mail.dkim.keys import NoSuchKeys
from ..mail.transports import signer
from .findings import Finding, Weight
from .models import Campaign


def findings(_campaign: Campaign) -> Iterator[Finding]:
    """How the domains of a letter stand to that of its sender."""
    sender = domain_of(current_app.config["MAIL_FROM"])
    yield _signature(sender)
    yield _return_path(sender)
    yield _links(sender)


def domain_of(address: str) -> str:
    """The domain of a mailbox, in ASCII and small letters."""
    return on_the_wire(address).partition("@")[2].lower()


def are_related(one: str, other: str) -> bool:
    """Whether two domains are the same, or one stands below the other."""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _signature(sender: str) -> Finding:
    try:
        signs = signer()
    except NoSuchKeys as gone:
        return Finding(f"DKIM cannot sign it: {gone.sentence}", Weight.WARNS)
    if signs is None:
        return Finding(
            "Nothing signs it, and the large mailboxes refuse letters without a DKIM signature; "
            "make keys with “masthead dkim make”, publish them, and take them into use.",
            Weight.WARNS,
        )
    return Finding(f"DKIM signs it for {sender}, the domain of its sender.", Weight.FINE)


def _return_path(sender: str) -> Finding:
    goal = domain_of(f"any@{current_app.config['BOUNCE_DOMAIN']}")
    if are_related(sender, goal):
        return Finding(f"What bounces comes back to {goal}, as its sender’s.", Weight.FINE)
    return Finding(
        f"Letters come from {sender}, and what bounces goes to {goal}: only DKIM can speak for the "
        f"sender then. Set MASTHEAD_BOUNCE_DOMAIN to {sender} or a name below it.",
        Weight.WARNS,
    )


def _links(sender: str) -> Finding:
    host = (urlsplit(current_app.config["PUBLIC_URL"]).hostname or "").lower()
    if are_related(sender, host):
        return Finding(f"Sender and links are of one domain, {sender}.", Weight.FINE)
    return Finding(
        f"Letters come from {sender}, and their links lead to {host}: mail servers trust them "
        "more when both are of one domain. Set MASTHEAD_MAIL_FROM or MASTHEAD_PUBLIC_URL.",
        Weight.WARNS,
    )
