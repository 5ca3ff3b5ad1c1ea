"""Changing one's password and address."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.exc import IntegrityError

from .. import throttle
from ..extensions import db
from ..mail import outbox
from ..outcomes import Outcome
from ..tokens import Purpose
from . import passwords, recovering, registering, signing_in
from .linking import follow, mailed_link, refuse_outdated
from .models import Account, account_by_email

NEW_ADDRESS = Purpose("accounts.address", dt.timedelta(days=1))


class WrongPassword(Outcome):
    """The current password, asked for once more, is not right."""

    title = "That is not your password"
    sentence = "That is not your current password; type it again."


class AddressTaken(Outcome):
    """Another account got the address between asking for it and confirming it."""

    status = 409
    title = "That address has an account already"
    sentence = "Your account keeps its old address; sign in with it and choose another new one."


class AddressChangedAlready(Outcome):
    """The link did its work before; nothing more needs doing."""

    status = 200
    title = "Your address is changed already"
    sentence = "Nothing more needs doing; sign in with the new address."


def prove(account: Account, password: str) -> None:
    """Raise WrongPassword unless it is the account's password."""
    if not passwords.check_password(account, password):
        raise WrongPassword


def change_password(account: Account, current: str, new: str) -> None:
    """Change it, sign out every browser and end every link. Raises WrongPassword."""
    prove(account, current)
    account.password_hash = passwords.hash_password(new)
    account.end_links()
    signing_in.end_all(account)
    recovering.tell_of_new_password(account)


def ask_for_address(account: Account, new: str, password: str) -> None:
    """Mail the new, normalised address a link that puts it in place of the old one.

    The answer is the same when it has an account already: its owner is told by mail.
    Raises WrongPassword.
    """
    prove(account, password)
    if not throttle.may_mail(new):
        return
    if owner := db.session.scalar(account_by_email(new)):
        registering.tell_owner(owner)
        return
    link = mailed_link(NEW_ADDRESS, "accounts.confirm_address", account, new=new)
    outbox.queue("accounts/confirm-address", new, link=link)


def address_to_change(token: str, *, to_change: bool = False) -> tuple[Account, str]:
    """The account a link names, and its new address.

    Raises AddressChangedAlready, LinkInvalid or LinkExpired.
    """
    account, payload = follow(NEW_ADDRESS, token, to_change=to_change)
    if account.email == payload["new"]:
        raise AddressChangedAlready
    refuse_outdated(account, payload)
    return account, payload["new"]


def change_address(token: str) -> Account:
    """Put the new address in place, end every link, and announce it at the old one.

    Raises AddressTaken, and as address_to_change does.
    """
    account, new = address_to_change(token, to_change=True)
    old = account.email
    try:
        with db.session.begin_nested():
            account.email = new
    except IntegrityError:
        raise AddressTaken from None
    account.end_links()
    outbox.queue("accounts/address-changed", old)
    return account
