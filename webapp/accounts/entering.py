"""Entering: which factors open an account, and which have to be joined by another."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Exists, exists, select

from ..extensions import db
from ..outcomes import Outcome
from . import passwords
from .models import Account, Authenticator, Factor, Passkey
from .models.sessions import SECOND


class LongerPasswordFirst(Outcome):
    """The password is shorter than one has to be that protects the account alone."""

    status = 409
    title = "Choose a longer password first"
    sentence = (
        "Without a second step your password protects the account alone: choose one of at least "
        f"{passwords.SHORTEST_ALONE} characters first, then come back."
    )


def asks_for_more(account: Account, factors: Iterable[Factor]) -> bool:
    """Whether the account's owner chose a second factor that ``factors`` do not include."""
    return SECOND.isdisjoint(factors) and has_second_factor(account)


def has_second_factor(account: Account) -> bool:
    """Whether the account has an authenticator app in use, or a passkey."""
    return bool(db.session.scalar(select(uses_app(account) | has_passkey(account))))


def uses_app(account: Account) -> Exists:
    """The question whether the account has an authenticator app in use."""
    return exists().where(
        Authenticator.account_id == account.id, Authenticator.confirmed_at.is_not(None)
    )


def has_passkey(account: Account) -> Exists:
    """The question whether the account has a passkey."""
    return exists().where(Passkey.account_id == account.id)


def shortest_password(account: Account) -> int:
    """How many characters a new password of the account must have."""
    beside = has_second_factor(account)
    return passwords.SHORTEST_BESIDE if beside else passwords.SHORTEST_ALONE


def refuse_short_alone(account: Account) -> None:
    """Raise LongerPasswordFirst if a short password would be all that protects the account.

    Called when either has changed. Whoever takes a factor away locks the account’s row first, and
    changing the password locks it too: of both at once the second sees what the first did.
    """
    db.session.flush()
    has_short = bool(account.password_hash) and account.password_is_short
    if has_short and not has_second_factor(account):
        raise LongerPasswordFirst
