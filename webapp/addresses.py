"""E-mail addresses: one normal form, one reason for refusal."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

MAX_TYPED = 400


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
