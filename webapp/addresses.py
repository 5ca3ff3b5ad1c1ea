"""E-mail addresses: one normal form, one reason for refusal."""

from __future__ import annotations

import re

from email_validator import EmailNotValidError, validate_email

MAX_TYPED = 400
# No white space, no control character, no bracket.
FITS_ENVELOPE = re.compile(r"[^\s<>\x00-\x1f\x7f]+@[^\s<>@\x00-\x1f\x7f]+")


class AddressRefused(ValueError):
    """What was typed is not an address mail can be sent to; the message says what to do."""


def normalise(typed: str) -> str:
    """The form under which an address is kept and compared.

    Unicode NFC, domain in lower case, local part in lower case too: mail systems in use do not
    tell ``Reader@`` from ``reader@``, and people type both. Raises AddressRefused.
    """
    typed = typed.strip()
    if len(typed) > MAX_TYPED or any(character in typed for character in "\r\n\0"):
        raise AddressRefused("Write one address, like name@example.com.")
    try:
        found = validate_email(typed, check_deliverability=False, test_environment=False)
    except EmailNotValidError:
        raise AddressRefused("Write the address in full, like name@example.com.") from None
    return found.normalized.lower()


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
