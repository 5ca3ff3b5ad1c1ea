"""E-mail addresses: one normal form, one reason for refusal."""

from __future__ import annotations

import re

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

MAX_TYPED = 400
# No white space, no control character, no bracket.
FITS_ENVELOPE = re.compile(r"[^\s<>\x00-\x1f\x7f]+@[^\s<>@\x00-\x1f\x7f]+")

# Nearly every address there is: its form is plain to see, and an import has a million of them.
PLAIN = re.compile(
    r"(?P<local>[a-z0-9]+([._+-][a-z0-9]+)*)@"
    r"(?P<domain>([a-z0-9]{1,31}(-[a-z0-9]{1,31})?\.)+(?P<top>[a-z]{2,63}))"
)
LONGEST, LONGEST_LOCAL = 254, 64  # RFC 5321, 4.5.3.1, less the brackets of a path
RESERVED_TOPS = frozenset(name.rpartition(".")[2] for name in SPECIAL_USE_DOMAIN_NAMES)


class AddressRefused(ValueError):
    """What was typed is not an address mail can be sent to; the message says what to do."""


def normalise(typed: str) -> str:
    """The form under which an address is kept and compared.

    Unicode NFC, domain in lower case, local part in lower case too: mail systems in use do not
    tell ``Reader@`` from ``reader@``, and people type both. Raises AddressRefused.
    """
    typed = typed.strip()
    if typed.isascii() and is_plain(typed.lower()):
        return typed.lower()
    if len(typed) > MAX_TYPED or any(character in typed for character in "\r\n\0"):
        raise AddressRefused("Write one address, like name@example.com.")
    try:
        found = validate_email(typed, check_deliverability=False, test_environment=False)
    except EmailNotValidError:
        raise AddressRefused("Write the address in full, like name@example.com.") from None
    return found.normalized.lower()


def is_plain(address: str) -> bool:
    """Whether an address is of the common form, which needs no closer look to be valid."""
    found = PLAIN.fullmatch(address) if len(address) <= LONGEST else None
    return (
        found is not None
        and len(found["local"]) <= LONGEST_LOCAL
        and found["top"] not in RESERVED_TOPS
    )


def on_the_wire(address: str) -> str:
    """The address as envelopes and headers carry it: an international domain in its ASCII form.

    Raises AddressRefused for one that could break out of an envelope or a header.
    """
    if not FITS_ENVELOPE.fullmatch(address):
        raise AddressRefused("Write the address in full, like name@example.com.")
    if address.isascii():
        return address
    local, _, domain = address.rpartition("@")
    try:
        found = validate_email(f"name@{domain}", check_deliverability=False)
    except EmailNotValidError:
        raise AddressRefused("Write the address in full, like name@example.com.") from None
    return f"{local}@{found.ascii_domain}"
