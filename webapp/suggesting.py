"""Suggesting: the address that a person with a slip in its domain most likely meant.

A suggestion, never a refusal: a rare domain may look like a common one and still be right.
"""

from __future__ import annotations

from .distances import distance

# The commonest first: of two that are as near, the first is suggested.
COMMON = (
    *("gmail.com", "mail.ru", "yandex.ru", "hotmail.com", "yahoo.com", "outlook.com"),
    *("icloud.com", "mail.kz", "bk.ru", "list.ru", "inbox.ru", "ya.ru", "yandex.kz", "yandex.com"),
    *("rambler.ru", "proton.me", "protonmail.com", "googlemail.com", "live.com", "msn.com"),
    *("aol.com", "hotmail.co.uk", "yahoo.co.uk", "gmx.de", "gmx.net", "web.de"),
)
# Near a common one, and right: small providers, whose readers are not to be asked each time.
ALSO_RIGHT = frozenset(
    {"mail.com", "email.com", "ymail.com", "gmx.com", "me.com", "mac.com", "mail.de", "mail.ee"}
    | {"mail.bg", "mail.eu", "mail.ua", "mail.uz"}
    | {"internet.ru", "inbox.com", "inbox.lv", "live.ru", "list.com", "narod.ru"}
)
ONE_SLIP, TWO_SLIPS = 4, 6  # letters from which a provider's name may be wrong once, or twice


def suggestion_for(address: str) -> str:
    """The address with the common domain that a normalised one nearly has; empty for none."""
    local, _, domain = address.rpartition("@")
    if domain in COMMON or domain in ALSO_RIGHT:
        return ""
    far = [(_slips(domain, common), place) for place, common in enumerate(COMMON)]
    near = min(((slips, place) for slips, place in far if slips), default=None)
    return f"{local}@{COMMON[near[1]]}" if near else ""


def _slips(domain: str, common: str) -> int:
    """How many letters of ``domain`` are wrong if ``common`` was meant; 0 for too many.

    One in what follows the name at most: yahoo.ca and yandex.by are domains of their own.
    """
    name, _, rest = domain.partition(".")
    wanted, _, wanted_rest = common.partition(".")
    if name == wanted == "gmail":  # has no other ending
        return 1
    allowed = 2 if len(wanted) >= TWO_SLIPS else int(len(wanted) >= ONE_SLIP)
    in_name, in_rest = distance(name, wanted), distance(rest, wanted_rest)
    slips = in_name + in_rest
    return slips if in_name <= allowed and in_rest <= 1 and slips <= allowed + 1 else 0
