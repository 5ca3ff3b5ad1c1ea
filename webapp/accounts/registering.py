"""Registering: the same answer whether or not the address has an account."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from .. import clock, throttle
from ..extensions import db
from ..mail import outbox
from ..templating import public_url
from . import confirming, passwords
from .models import Account, account_by_email, invitation_of
from .rights import agreeing
from .staff import inviting


def register(email: str, password: str, notice: str = "") -> None:
    """Begin an account for a normalised address, and mail its owner the next step.

    Who has an account is told so by mail, and only so. An account nobody confirmed gets the newest
    password, and its earlier links end: a link confirms the very registration it was mailed for.
    Who is invited to the newsroom gets the invitation once more, or a stranger could choose the
    password of an account that is about to have a role. ``notice`` is the version of the privacy
    notice that stood beside the button.
    """
    password_hash = passwords.hash_password(password)
    if not throttle.may_mail(email):
        return
    invitation = db.session.scalar(invitation_of(email))
    if invitation and invitation.is_open:
        inviting.queue(invitation)
        return
    account = found_or_added(email)
    if account.confirmed_at or account.disabled_at or account.is_staff:
        _pretend(email, password_hash)
        tell_owner(account)
        return
    account.created_at = clock.now()  # whoever registers begins anew, see ``forgetting``
    account.take_password(password_hash)
    agreeing.agree(account, notice)
    account.end_links()
    confirming.ask(account)


def _pretend(email: str, password_hash: str) -> None:
    """Write an account and take it back, so that the answer takes as long as for a new address."""
    with db.session.begin_nested() as savepoint:
        db.session.add(Account(email=f"{email}.invalid", password_hash=password_hash))
        db.session.flush()
        savepoint.rollback()


def tell_owner(account: Account) -> None:
    """Mail the owner of an account that there is one, and the ways into it."""
    outbox.queue(
        "accounts/already-registered",
        account.email,
        sign_in=public_url("accounts.sign_in"),
        forgot=public_url("accounts.forgot"),
    )


def is_nobodys(account: Account) -> bool:
    """Whether nobody has shown that the account is theirs: registered, never confirmed."""
    return account.confirmed_at is None and not account.is_staff


def take_address(account: Account, email: str) -> bool:
    """Give the account an address whose owner just proved to read it; False if another has it.

    An account that is nobody’s gives way, also one that was registered while we looked.
    """
    for _ in range(2):
        _make_room(email)
        try:
            with db.session.begin_nested():
                account.email = email
        except IntegrityError:
            continue
        return True
    return False


def _make_room(email: str) -> None:
    found = db.session.scalar(account_by_email(email).with_for_update())
    if found and is_nobodys(found):
        db.session.delete(found)
        db.session.flush()


def found_or_added(email: str) -> Account:
    """The account of a normalised address, held until the commit; made when there is none."""
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
