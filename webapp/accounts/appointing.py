"""Appointing staff: an account with a role in the newsroom."""

from __future__ import annotations

from sqlalchemy import Select, select

from ..extensions import db
from . import passwords, signing_in
from .models import Account, Role, account_by_email


def appoint(email: str, role: Role, *, name: str = "", password: str = "") -> Account:
    """Give the account of a normalised address a role; it is made when there is none.

    With a password the account can sign in at once. Without one a new account waits for its owner
    to choose it by recovering.invitation(); an old one keeps its own.
    """
    password_hash = passwords.hash_password(password) if password else ""
    account = db.session.scalar(account_by_email(email))
    if account is None:
        account = Account(email=email, password_hash="", link_version=0)
        db.session.add(account)
    elif account.confirmed_at is None:
        # Whoever registered the address may not be its owner: neither password nor links stay.
        account.password_hash = ""
        account.end_links()
    account.role = role
    account.name = name or account.name or ""
    db.session.flush()
    if password_hash:
        account.password_hash = password_hash
        account.confirm()
        account.end_links()
        signing_in.end_all(account)
    return account


def staff() -> Select[Account]:
    """Everybody with a role in the newsroom, by address."""
    return select(Account).where(Account.role != Role.READER).order_by(Account.email)
