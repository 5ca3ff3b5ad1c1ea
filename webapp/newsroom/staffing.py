"""Staffing: who may enter the newsroom, and as what."""

from __future__ import annotations

from sqlalchemy import Select, select

from ..accounts.models import Account, Role, account_by_email
from ..extensions import db
from ..outcomes import Outcome


class NoSuchAccount(Outcome):
    """A role was to be given to an address that has no account."""

    title = "There is no account with that address"
    sentence = "Ask them to register first, then give the role."


class LastOwner(Outcome):
    """The last owner's role was to be taken."""

    title = "The paper needs an owner"
    sentence = "Make someone else an owner first, then change this role."


def everyone_on_staff() -> Select[Account]:
    """Accounts with a staff role, by address."""
    return select(Account).where(Account.role != Role.READER).order_by(Account.email)


def change_role(email: str, role: Role) -> Account:
    """Give an account a role. Raises NoSuchAccount and LastOwner."""
    account: Account | None = db.session.scalar(account_by_email(email))
    if account is None:
        raise NoSuchAccount
    if account.role == Role.OWNER and role != Role.OWNER and _owners() == 1:
        raise LastOwner
    account.role = role
    return account


def _owners() -> int:
    owners = select(Account.id).where(Account.role == Role.OWNER).with_for_update()
    return len(db.session.scalars(owners).all())
