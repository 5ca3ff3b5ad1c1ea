"""Deleting an account: asked for here, confirmed by a mailed link, put off for seven days."""

from __future__ import annotations

import datetime as dt

from ... import clock
from ...mail import outbox
from ...templating import public_url
from ...tokens import Purpose
from ...web import Visit
from .. import noting, signing_in
from ..linking import DoneAlready, follow, mailed_link, refuse_outdated
from ..models import Account, What
from ..staff import owning
from . import erasing

DELETE = Purpose("accounts.delete", dt.timedelta(days=1))
GRACE = dt.timedelta(days=7)


class LeavingAlready(DoneAlready):
    """The link did its work before; what is left is to keep the account, or not."""

    title = "Your account is about to be erased"
    sentence = "Nothing more needs doing; sign in within the seven days if you want to keep it."


def ask(account: Account, *, letters: bool) -> None:
    """Mail its owner a link that deletes the account, and with ``letters`` ends its letters too.

    Raises LastOwner.
    """
    owning.refuse_last_owner(account)
    link = mailed_link(DELETE, "accounts.confirm_deletion", account, letters=letters)
    outbox.queue("accounts/delete", account.email, link=link, letters=letters)


def account_to_delete(token: str, *, to_change: bool = False) -> tuple[Account, bool]:
    """The account a link would delete, and whether its letters end too.

    Raises LeavingAlready, LinkInvalid or LinkExpired.
    """
    account, payload = follow(DELETE, token, to_change=to_change)
    if account.erase_after and account.email == payload["email"]:
        raise LeavingAlready
    refuse_outdated(account, payload)
    return account, payload["letters"]


def leave(token: str, visit: Visit) -> Account:
    """Sign out every browser, end every link, and erase the account in seven days.

    Letters that are to end do so at once; their address is forgotten with the account. Raises
    LastOwner, and as account_to_delete does.
    """
    owning.hold_owners()
    account, letters = account_to_delete(token, to_change=True)
    owning.refuse_last_owner(account)
    account.erase_after = clock.now() + GRACE
    account.erase_letters = letters
    account.end_links()
    signing_in.end_all(account)
    noting.note(account, What.DELETION_ASKED_FOR, visit)
    if letters:
        erasing.end_letters(account, visit)
    _say_until_when(account)
    return account


def keep(account: Account, visit: Visit) -> None:
    """Its owner has changed their mind: the account stays. Letters that ended stay ended."""
    if account.erase_after is None:
        return
    account.erase_after, account.erase_letters = None, False
    noting.note(account, What.DELETION_STOPPED, visit)


def _say_until_when(account: Account) -> None:
    sign_in = public_url("accounts.sign_in")
    outbox.queue("accounts/leaving", account.email, account=account, sign_in=sign_in)
