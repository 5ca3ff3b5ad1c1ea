"""Appointing staff: an account with a role in the newsroom."""

from __future__ import annotations

from sqlalchemy import Select, select

from ...extensions import db
from ...outcomes import Outcome
from ...web import Visit
from .. import noting, passwords, registering, signing_in
from ..models import Account, Role, What
from . import inviting, owning

MEANINGS = {
    Role.AUTHOR: "Author: drafts under their own byline",
    Role.EDITOR: "Editor: stories, submissions, publishing",
    Role.LISTS: "List manager: mailing lists and campaigns",
    Role.OWNER: "Owner: everything, staff included",
    Role.READER: "Reader: no part of the newsroom",
}


class NotTheirs(Outcome):
    """Whoever registered the address has not shown that it is theirs."""

    status = 409
    title = "That account is not confirmed"
    sentence = "Nobody has confirmed the address of this account; invite it instead."


def appoint(email: str, role: Role, *, name: str, password: str) -> Account:
    """An account with a role and a password, in place of what the normalised address had before.

    Raises LastOwner.
    """
    password_hash = passwords.hash_password(password)
    owning.hold_owners()
    account = registering.found_or_added(email)
    if role is not Role.OWNER:
        owning.refuse_last_owner(account)
    account.role, account.name = role, name or account.name or ""
    account.take_password(password_hash)
    account.confirm()
    account.end_links()
    inviting.withdraw_any(email)
    signing_in.end_all(account)
    return account


def change_role(account: Account, role: Role, visit: Visit, *, by: Account | None = None) -> bool:
    """Give an account a role; what it may do now asks for signing in anew. False: it had it.

    Raises NotTheirs and LastOwner, and OwnerNoLonger when ``by``, who asks, is none any more.
    """
    owning.hold_owners(by)
    db.session.refresh(account, with_for_update=True)
    if account.role == role:
        return False
    if role is not Role.READER and account.confirmed_at is None:
        raise NotTheirs
    owning.refuse_last_owner(account)
    before, account.role = account.role, role
    signing_in.end_all(account)
    inviting.withdraw_any(account.email)
    noting.note(account, What.ROLE_CHANGED, visit, f"From {before} to {role}.")
    return True


def staff() -> Select[Account]:
    """Everybody with a role in the newsroom, by address."""
    return select(Account).where(Account.role != Role.READER).order_by(Account.email)
