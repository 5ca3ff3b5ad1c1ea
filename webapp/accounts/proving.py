"""Proving that an account is one's own, with whatever its owner has at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import exists, func, select

from ..extensions import db
from ..web import Visit
from . import changing, entering, noting
from .factors import authenticating, rescuing, trying
from .models import Account, Authenticator, Factor, RecoveryCode, What

DIGITS = 6


@dataclass(frozen=True)
class Ways:
    """What the owner of an account can show."""

    password: bool
    app: bool
    codes: bool
    passkey: bool

    @property
    def takes_codes(self) -> bool:
        """Whether there is anything to type besides a password."""
        return self.app or self.codes


class SecondFactors(NamedTuple):
    """What the account page says of second factors."""

    app: Authenticator | None
    codes_left: int


def second_factors(account: Account) -> SecondFactors:
    """The account’s authenticator app in use, and how many recovery codes are left."""
    left = select(func.count(RecoveryCode.id)).where(*rescuing.unused_of(account)).scalar_subquery()
    app = (Authenticator.account_id == Account.id) & Authenticator.confirmed_at.is_not(None)
    asked = select(Authenticator, left).select_from(Account).outerjoin(Authenticator, app)
    return SecondFactors(*db.session.execute(asked.where(Account.id == account.id)).one())


def ways(account: Account) -> Ways:
    """The ways open to the account’s owner, in one question."""
    codes = exists().where(*rescuing.unused_of(account))
    asked = select(entering.uses_app(account), codes, entering.has_passkey(account))
    return Ways(bool(account.password_hash), *map(bool, db.session.execute(asked).one()))


def ways_now(account: Account) -> Ways:
    """The same on the session at hand: it never lacks a second factor that its owner has.

    Without it a stolen password and a session from before the factor would be enough to remove it.
    """
    found, session = ways(account), account.current_session
    if session and entering.asks_for_more(account, session.proofs):
        return Ways(password=False, app=found.app, codes=found.codes, passkey=found.passkey)
    return found


def accept_code(account: Account, typed: str, visit: Visit) -> Factor:
    """What a code shows: digits of the authenticator app, or a recovery code, which is used up.

    Whoever calls commits, so that tries count. Raises WrongCode or TooManyTries.
    """
    code = rescuing.squeezed(typed)
    if len(code) == DIGITS:
        trying.count(account, Factor.AUTHENTICATOR)
        authenticating.accept(account, code)
        trying.forget(account, Factor.AUTHENTICATOR)
        return Factor.AUTHENTICATOR
    found = rescuing.find(account, code)
    trying.count(account, Factor.RECOVERY_CODE)
    rescuing.use(account, found, visit)
    return Factor.RECOVERY_CODE


def accept_password(account: Account, password: str) -> Factor:
    """What a password shows. Raises WrongPassword."""
    changing.prove(account, password)
    return Factor.PASSWORD


def note_failure(account: Account, visit: Visit) -> None:
    """Write down that a code was refused: whoever typed it knew the password."""
    noting.note(account, What.SIGN_IN_FAILED, visit, "wrong code")
