"""Confirming that an address is its owner's, by a link mailed to it."""

from __future__ import annotations

import datetime as dt

from .. import throttle
from ..mail import outbox
from ..tokens import Purpose
from .linking import DoneAlready, follow, mailed_link, refuse_outdated
from .models import Account

CONFIRM = Purpose("accounts.confirm", dt.timedelta(days=3))


class AlreadyConfirmed(DoneAlready):
    """The link did its work before; nothing more needs doing."""

    title = "Your address is confirmed already"
    sentence = "Nothing more needs doing; sign in whenever you like."


def ask(account: Account) -> None:
    """Mail the link that confirms the account."""
    link = mailed_link(CONFIRM, "accounts.confirm", account)
    outbox.queue("accounts/confirm", account.email, link=link)


def ask_again(account: Account) -> None:
    """Mail the link once more, unless the address has had enough mails for now."""
    if throttle.may_mail(account.email):
        ask(account)


def account_to_confirm(token: str, *, to_change: bool = False) -> Account:
    """The account a link would confirm. Raises AlreadyConfirmed, LinkInvalid or LinkExpired."""
    account, payload = follow(CONFIRM, token, to_change=to_change)
    if account.confirmed_at and account.email == payload["email"]:
        raise AlreadyConfirmed
    refuse_outdated(account, payload)
    return account


def confirm(token: str) -> Account:
    """Confirm the account a link names. Raises as account_to_confirm does."""
    account = account_to_confirm(token, to_change=True)
    account.confirm()
    return account
