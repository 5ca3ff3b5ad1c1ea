"""Choosing a password by a mailed link: forgotten, or never had by invited staff."""

from __future__ import annotations

import datetime as dt

from .. import throttle
from ..extensions import db
from ..mail import outbox
from ..templating import public_url
from ..tokens import Purpose
from . import passwords, signing_in
from .linking import follow, mailed_link, refuse_outdated
from .models import Account, account_by_email

RESET = Purpose("accounts.reset", dt.timedelta(hours=1))
INVITE = Purpose("accounts.invite", dt.timedelta(days=3))


def ask(email: str) -> None:
    """Mail the owner of a normalised address a link to choose a new password.

    For an address without an account the mail is written and taken back, so that the answer takes
    as long.
    """
    if not throttle.may_mail(email):
        return
    account = db.session.scalar(account_by_email(email))
    if account and not account.disabled_at:
        _mail_link(account)
        return
    with db.session.begin_nested() as savepoint:
        _mail_link(Account(id=0, email=email, link_version=0))
        db.session.flush()
        savepoint.rollback()


def _mail_link(account: Account) -> None:
    link = mailed_link(RESET, "accounts.reset", account)
    outbox.queue("accounts/reset", account.email, link=link)


def invitation(account: Account) -> str:
    """The link by which invited staff choose their first password."""
    return mailed_link(INVITE, "accounts.welcome", account)


def account_to_recover(purpose: Purpose, token: str, *, to_change: bool = False) -> Account:
    """The account whose password a link would set. Raises LinkInvalid or LinkExpired."""
    account, payload = follow(purpose, token, to_change=to_change)
    refuse_outdated(account, payload)
    return account


def choose_password(purpose: Purpose, token: str, password: str) -> Account:
    """Set the password, sign out every browser, end every link; the address is proven by the way.

    Raises as account_to_recover does.
    """
    password_hash = passwords.hash_password(password)
    account = account_to_recover(purpose, token, to_change=True)
    account.password_hash = password_hash
    account.confirm()
    account.end_links()
    signing_in.end_all(account)
    tell_of_new_password(account)
    return account


def tell_of_new_password(account: Account) -> None:
    """Mail the owner that the password was changed, and what to do if it was somebody else."""
    outbox.queue("accounts/password-changed", account.email, forgot=public_url("accounts.forgot"))
