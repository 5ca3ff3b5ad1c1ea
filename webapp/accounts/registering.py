"""Registering: the same answer whether or not the address has an account."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from .. import throttle
from ..extensions import db
from ..mail import outbox
from ..templating import public_url
from . import confirming, passwords
from .models import Account, account_by_email


def register(email: str, password: str) -> None:
    """Begin an account for a normalised address, and mail its owner the next step.

    Who has an account is told so by mail, and only so. An account nobody confirmed gets the newest
    password, and its earlier links end: a link confirms the very registration it was mailed for.
    An invited member of staff is left alone, or a stranger could choose their password.
    """
    password_hash = passwords.hash_password(password)
    if not throttle.may_mail(email):
        return
    account = _found_or_added(email)
    if account.confirmed_at or account.disabled_at or account.is_staff:
        tell_owner(account)
        return
    account.password_hash = password_hash
    account.end_links()
    confirming.ask(account)


def tell_owner(account: Account) -> None:
    """Mail the owner of an account that there is one, and the ways into it."""
    outbox.queue(
        "accounts/already-registered",
        account.email,
        sign_in=public_url("accounts.sign_in"),
        forgot=public_url("accounts.forgot"),
    )


def _found_or_added(email: str) -> Account:
    found: Account | None = db.session.scalar(account_by_email(email).with_for_update())
    if found:
        return found
    account = Account(email=email, password_hash="")
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError:
        # Another request registered the address between our question and our answer.
        first: Account = db.session.scalars(account_by_email(email).with_for_update()).one()
        return first
    return account
