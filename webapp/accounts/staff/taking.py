"""Taking the role that an invitation offers."""

from __future__ import annotations

from collections.abc import Callable

from ...extensions import db
from ...outcomes import LinkExpired, Outcome
from ...web import Visit
from .. import noting, passwords, registering, signing_in
from ..models import Account, Invitation, What, account_by_email
from . import inviting

Taker = Callable[[Account, Invitation, Visit], None]
TAKERS: list[Taker] = []


class ForAnotherAddress(Outcome):
    """The link was opened by who is signed in with another address."""

    status = 403
    title = "This invitation is for another address"
    sentence = "Sign in with the address it was mailed to, and open the link again."


class HasAccount(Outcome):
    """An account came to be between the look at the page and its button."""

    status = 409
    title = "This address has an account now"
    sentence = "Open the link of the invitation again, and sign in to take it."


def also_takes(work: Taker) -> Taker:
    """Register what a package does when a role is taken: imports go one way only."""
    TAKERS.append(work)
    return work


def has_account(invitation: Invitation) -> bool:
    """Whether the invited address has an account that somebody can sign in to."""
    account = db.session.scalar(account_by_email(invitation.email))
    return account is not None and account.is_active


def take(token: str, account: Account, visit: Visit) -> None:
    """Give the account the role its owner was offered; every other browser is signed out.

    Raises ForAnotherAddress, OnStaffAlready, TakenAlready, LinkInvalid or LinkExpired.
    """
    # First the account, then the invitation, as everywhere: no two requests wait in a ring.
    db.session.refresh(account, with_for_update=True)
    invitation = inviting.invitation_behind(token, to_take=True)
    if account.email != invitation.email:
        raise ForAnotherAddress
    _appoint(account, invitation, visit)


def begin(token: str, password: str, visit: Visit) -> None:
    """Begin an account with the role, for who had none: the link proves the address.

    Raises HasAccount, OnStaffAlready, TakenAlready, LinkInvalid or LinkExpired.
    """
    password_hash = passwords.hash_password(password)
    account = registering.found_or_added(inviting.invitation_behind(token).email)
    invitation = inviting.invitation_behind(token, to_take=True)
    if account.is_active:
        raise HasAccount
    account.take_password(password_hash)
    account.confirm()
    account.end_links()
    _appoint(account, invitation, visit)


def _appoint(account: Account, invitation: Invitation, visit: Visit) -> None:
    if account.disabled_at:
        raise LinkExpired
    if account.is_staff:
        raise inviting.OnStaffAlready("You have a role already; an owner can change it.")
    account.role = invitation.role
    signing_in.end_all(account, but=account.current_session)
    invitation.take()
    for work in TAKERS:
        work(account, invitation, visit)
    noting.note(account, What.ROLE_CHANGED, visit, f"The invitation was taken: {account.role}.")
