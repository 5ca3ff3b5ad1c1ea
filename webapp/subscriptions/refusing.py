"""Refusing: addresses that a form does not take, as the operator chose.

Neither touches staff or imports: who brings an address in by hand has seen it.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from flask import current_app

# The mailboxes of RFC 2142, and those of the same kind that came after it: of a job, not a person.
ROLES = frozenset(
    {"info", "marketing", "sales", "support", "abuse", "noc", "security", "postmaster"}
    | {"hostmaster", "usenet", "news", "webmaster", "www", "uucp", "ftp"}
    | {"admin", "administrator", "root", "mailer-daemon", "noreply", "no-reply"}
)
ROLE_REFUSED = "This address belongs to an office, not to a person; give one of your own."
DISPOSABLE_REFUSED = "This address is made to be thrown away; give one that you keep."


def reason_against(address: str) -> str:
    """One sentence that says why a form does not take a normalised address; empty when it does."""
    local, _, domain = address.rpartition("@")
    if local.partition("+")[0] in ROLES and current_app.config["ROLE_ADDRESSES"] == "refuse":
        return ROLE_REFUSED
    disposable = current_app.config["DISPOSABLE_DOMAINS"]
    return DISPOSABLE_REFUSED if disposable and _is_under(domain, disposable) else ""


def _is_under(domain: str, listed: AbstractSet[str]) -> bool:
    """Whether a domain is listed, or one that it is part of."""
    parts = domain.split(".")
    return any(".".join(parts[at:]) in listed for at in range(len(parts)))
