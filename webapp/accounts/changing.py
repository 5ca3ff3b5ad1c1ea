"""Changing one's password and address."""

from __future__ import annotations

import datetime as dt

from .. import throttle
from ..extensions import db
from ..logs import tell_refused
from ..mail import outbox
from ..outcomes import Outcome
from ..tokens import Purpose
from ..web import Visit
from . import entering, noting, passwords, registering, restoring, signing_in
from .linking import DoneAlready, follow, mailed_link, refuse_outdated
from .models import Account, AddressChange, Factor, What, account_by_email
from .passwords import slowing

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


class AddressChangedAlready(DoneAlready):
    """The link did its work before; nothing more needs doing."""

    title = "Your address is changed already"
    sentence = "Nothing more needs doing; sign in with the new address."


def prove(account: Account, password: str) -> None:
    """Raise WrongPassword unless it is the password of the account, which is signed in.

    Ends the transaction at hand, as every try counts. Raises TriesSlowed after too many.
    """
    stored = account.password_hash
    trial = slowing.begin(slowing.place_of_session(account))
    # No lock is held while the password is checked, which takes about 20 ms.
    is_right = passwords.check_password(stored, password)
    if not is_right or account.password_hash != stored:
        tell_refused(WrongPassword(), account=account.id, factor=Factor.PASSWORD)
        raise WrongPassword
    trial.succeeded()


def change_password(account: Account, current: str, new: str, visit: Visit) -> None:
    """Change it, sign out every browser and end every link.

    Raises WrongPassword or LongerPasswordFirst.
    """
    password_hash = passwords.hash_password(new)
    prove(account, current)
    account.take_password(password_hash, is_short=passwords.is_short(new))
    entering.refuse_short_alone(account)
    account.end_links()
    signing_in.end_all(account)
    noting.note(account, What.PASSWORD_CHANGED, visit)


def ask_for_address(account: Account, new: str) -> None:
    """Mail the new, normalised address a link that puts it in place of the old one.

    The answer is the same when it has an account already: its owner is told by mail. An account
    that nobody confirmed is nobody’s yet.
    """
    if not throttle.may_mail(new):
        return
    owner = db.session.scalar(account_by_email(new))
    if owner and not registering.is_nobodys(owner):
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


def change_address(token: str, visit: Visit) -> Account:
    """Put the new address in place, end every link, and announce it at the old one.

    What subscriptions the old address has stay with it: a subscriber is an address.

    Raises AddressTaken, and as address_to_change does.
    """
    account, new = address_to_change(token, to_change=True)
    change = AddressChange(account_id=account.id, old_email=account.email, new_email=new)
    if not registering.take_address(account, new):
        raise AddressTaken
    db.session.add(change)
    db.session.flush()
    account.end_links()
    words = f"From {change.old_email} to {change.new_email}."
    noting.note(account, What.ADDRESS_CHANGED, visit, words)
    restoring.announce(change)
    return account
