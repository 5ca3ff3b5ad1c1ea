"""Staffing: who may enter the newsroom, and as what."""

from __future__ import annotations

from sqlalchemy import select

from ..accounts.models import Account, Role, account_by_email
from ..extensions import db
from ..outcomes import Outcome


class CannotAppoint(Outcome):
    """A role was to be given, or taken, that cannot be."""

    status = 409


class NoSuchAccount(CannotAppoint):
    """The address has no account."""

    sentence = "There is no account with that address; ask them to register first."


class NotTheirs(CannotAppoint):
    """Whoever registered the address has not shown that it is theirs."""

    sentence = (
        "This account has not confirmed its address yet; ask them to open the link we mailed."
    )


class LastOwner(CannotAppoint):
    """The last owner's role was to be taken."""

    sentence = "The paper needs an owner: make someone else an owner first, then change this role."


def change_role(email: str, role: Role) -> Account:
    """Give an account a role. Raises NoSuchAccount, NotTheirs and LastOwner."""
    account: Account | None = db.session.scalar(account_by_email(email))
    if account is None:
        raise NoSuchAccount
    if role is not Role.READER and account.confirmed_at is None:
        raise NotTheirs
    if account.role == Role.OWNER and role is not Role.OWNER and _owners() == 1:
        raise LastOwner
    account.role = role
    return account


def _owners() -> int:
    """How many owners there are; none of them changes until the commit."""
    owners = select(Account.id).where(Account.role == Role.OWNER).with_for_update()
    return len(db.session.scalars(owners).all())
