"""Deleting an account, with everything that belongs to it."""

from __future__ import annotations

from sqlalchemy import func, select

from ..extensions import db
from ..mail import outbox
from ..outcomes import Outcome
from .changing import prove
from .models import Account, Role


class LastOwner(Outcome):
    """Without an owner nobody could appoint staff any more."""

    status = 409
    title = "The last owner cannot leave"
    sentence = "You are the paper’s only owner; make somebody else an owner first."


def delete(account: Account, password: str) -> None:
    """Delete the account, and with it its sessions and saved stories.

    Letters stay: a subscriber is an address, and ends its subscriptions by their own links.
    Raises WrongPassword or LastOwner.
    """
    prove(account, password)
    if account.role == Role.OWNER and _owners() == 1:
        raise LastOwner
    outbox.queue("accounts/deleted", account.email)
    db.session.delete(account)


def _owners() -> int:
    """How many owners can sign in."""
    owners = select(func.count(Account.id)).where(
        Account.role == Role.OWNER,
        Account.confirmed_at.is_not(None),
        Account.disabled_at.is_(None),
    )
    return db.session.scalars(owners).one()
