"""Agreeing to the privacy notice: which version, and when; a newer one is asked about once more.

The notice is a page of the paper and its version stands on that page, beside the text it counts: a
slip put right changes the text and asks nobody. Pages belong to a package above this one, so it
registers how to look.
"""

from __future__ import annotations

from collections.abc import Callable

from ... import clock
from ..models import Account

Keeper = Callable[[], str]
KEEPERS: list[Keeper] = []


def keeps_version(look: Keeper) -> Keeper:
    """Register the function that says which version of the notice readers see."""
    KEEPERS[:] = [look]
    return look


def version_now() -> str:
    """The version of the notice; empty while the paper has none."""
    return KEEPERS[0]() if KEEPERS else ""


def agree(account: Account, shown: str) -> bool:
    """Note that its owner agreed to the version they were shown, if that is still in force."""
    if not shown or shown != version_now():
        return False
    account.privacy_version, account.privacy_agreed_at = shown, clock.now()
    return True


def has_to_agree(account: Account) -> bool:
    """Whether the notice has a version that the account’s owner did not agree to yet."""
    version = version_now()
    return bool(version) and account.privacy_version != version
