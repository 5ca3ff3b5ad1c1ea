"""Choosing a password by a mailed link, in place of a forgotten one."""

from __future__ import annotations

import datetime as dt

from ..mail import outbox
from ..tokens import Purpose
from ..web import Visit
from . import entering, noting, passwords, signing_in
from .linking import follow, mail_owner, mailed_link, refuse_outdated
from .models import Account, What
from .passwords import slowing

RESET = Purpose("accounts.reset", dt.timedelta(hours=1))


def ask(email: str) -> None:
    """Mail the owner of a normalised address a link to choose a new password; see mail_owner."""
    mail_owner(email, send_link)


def send_link(account: Account) -> None:
    """Mail the account’s owner a link to choose a new password."""
    link = mailed_link(RESET, "accounts.reset", account)
    outbox.queue("accounts/reset", account.email, link=link)


def account_to_recover(token: str, *, to_change: bool = False) -> Account:
    """The account whose password a link would set. Raises LinkInvalid or LinkExpired."""
    account, payload = follow(RESET, token, to_change=to_change)
    refuse_outdated(account, payload)
    return account


def choose_password(token: str, password: str, visit: Visit) -> Account:
    """Set the password, sign out every browser, end every link; the address is proven by the way.

    Nobody is signed in by it: a second factor is asked for at the door, as always.

    Raises as account_to_recover does, and LongerPasswordFirst.
    """
    password_hash = passwords.hash_password(password)
    account = account_to_recover(token, to_change=True)
    account.take_password(password_hash, is_short=passwords.is_short(password))
    entering.refuse_short_alone(account)
    account.confirm()
    account.end_links()
    slowing.forget(account.email)
    signing_in.end_all(account)
    noting.note(account, What.PASSWORD_RESET, visit)
    return account
