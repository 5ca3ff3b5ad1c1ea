"""Signing in and out: every signed-in browser is a row, named by a secret only it knows."""

from __future__ import annotations

import datetime as dt
from typing import NoReturn

from sqlalchemy import Select, select, update
from sqlalchemy.orm import joinedload

from .. import clock
from ..database import only_reading
from ..extensions import db, login_manager
from ..logs import name_actor, tell_refused
from ..outcomes import Outcome
from ..web import Visit
from . import passwords
from .models import (
    Account,
    AccountSession,
    Factor,
    account_by_email,
    hash_secret,
    new_secret,
    session_by_secret,
)
from .models.sessions import FOR_NOW, REMEMBERED
from .passwords import slowing

TOUCH_EVERY = dt.timedelta(minutes=15)  # much less than any session may be unused


class NotSignedIn(Outcome):
    """Address and password do not belong together; which of them is wrong is not said."""

    title = "That did not sign you in"
    sentence = "Address and password do not belong together; check both and try again."


class NotConfirmed(Outcome):
    """The password is right, but the address has not been confirmed."""

    title = "Your address is not confirmed"
    sentence = "Confirm your address first: press the button in the mail we sent you just now."

    def __init__(self, account: Account) -> None:
        self.account = account
        super().__init__()


class AccountDisabled(Outcome):
    """The password is right, but the paper has closed the account to its owner."""

    title = "This account is closed"
    sentence = "This account is closed; write to the paper if you think that is a mistake."


class NoSuchSession(Outcome):
    """The browser is not one of the account's, or it is signed out already."""

    status = 404
    title = "This browser is signed out already"
    sentence = "Nothing needs doing; the list on your account page shows who is signed in."


def account_with(email: str, password: str, visit: Visit, browser: str) -> Account:
    """The account of a normalised address, if it is its password; ``browser`` is its own cookie.

    No lock is held while the password is checked, which takes about 20 ms: so the account is read,
    let go and read again. Whoever calls commits, whatever comes of it.

    Raises TriesSlowed, NotSignedIn, NotConfirmed or AccountDisabled.
    """
    known = db.session.scalar(account_by_email(email))
    if known:
        db.session.expunge(known)
    trial = slowing.begin(*slowing.places(email, known, visit, browser))
    is_right = passwords.check_password(known.password_hash if known else "", password)
    account = db.session.get(Account, known.id) if known and is_right else None
    if account is None or known is None or account.password_hash != known.password_hash:
        trial.failed(known, email, visit)
        _refuse(NotSignedIn(), known)
    trial.succeeded()
    if account.disabled_at:
        _refuse(AccountDisabled(), account)
    if account.confirmed_at is None:
        _refuse(NotConfirmed(account), account)
    return account


def _refuse(problem: Outcome, account: Account | None) -> NoReturn:
    tell_refused(problem, account=account.id if account else None, factor=Factor.PASSWORD)
    raise problem


def upgrade_hash(account: Account, password: str) -> None:
    """Hash a password just proven right anew, if the parameters have grown since."""
    if passwords.is_outdated(account.password_hash):
        account.password_hash = passwords.hash_password(password)


def start(
    account: Account, visit: Visit, *factors: Factor, remember: bool = False
) -> AccountSession:
    """Open a session for the browser of ``visit``, as ``factors`` allow.

    The account then carries its new secret.
    """
    now, secret = clock.now(), new_secret()
    opened = AccountSession(
        account=account,
        secret_hash=hash_secret(secret),
        user_agent=visit.user_agent,
        started_at=now,
        last_used_at=now,
        factors="+".join(factors),
        proven_at=now,
        expires_at=now + (REMEMBERED if remember else FOR_NOW),
    )
    db.session.add(opened)
    account.session_secret, account.current_session = secret, opened
    return opened


def renew(account: Account, session: AccountSession) -> None:
    """Let the session go on under a new secret, which the account then carries."""
    secret = new_secret()
    session.secret_hash = hash_secret(secret)
    account.session_secret = secret


@login_manager.user_loader
def account_of(secret: str) -> Account | None:
    """The account a cookie's secret opens; None when the session ended, expired or is closed."""
    query = session_by_secret(secret).options(joinedload(AccountSession.account))
    session = db.session.scalar(query)
    if session is None or not session.is_open or not session.account.is_active:
        return None
    if is_touch_due(session) and not only_reading.get():
        session.last_used_at = clock.now()  # with the commit of whatever is written
    session.account.session_secret, session.account.current_session = secret, session
    name_actor(session.account_id)
    return session.account


def open_sessions(account: Account) -> Select[AccountSession]:
    """The account's browsers that were neither signed out nor expired, the last used first."""
    return (
        select(AccountSession)
        .where(
            AccountSession.account_id == account.id,
            AccountSession.ended_at.is_(None),
            AccountSession.expires_at > clock.now(),
        )
        .order_by(AccountSession.last_used_at.desc(), AccountSession.id.desc())
    )


def browsers_of(account: Account, most: int) -> list[AccountSession]:
    """The same without those that were not used for too long, ``most`` at most."""
    return [one for one in db.session.scalars(open_sessions(account).limit(most)) if one.is_open]


def end_one(account: Account, session_id: int) -> AccountSession:
    """Sign out one browser of the account, and return it. Raises NoSuchSession."""
    found = db.session.scalar(open_sessions(account).where(AccountSession.id == session_id))
    if found is None:
        raise NoSuchSession
    found.end()
    return found


def end_all(account: Account, *, but: AccountSession | None = None) -> None:
    """Sign out every browser of the account, ``but`` one."""
    for session in db.session.scalars(open_sessions(account)):
        if session is not but:
            session.end()


def end_everybodys() -> None:
    """Sign out every browser of every account."""
    is_open = AccountSession.ended_at.is_(None)
    db.session.execute(update(AccountSession).where(is_open).values(ended_at=clock.now()))


def is_touch_due(session: AccountSession) -> bool:
    """Whether the time of last use is so old that it should be written anew."""
    return clock.now() - session.last_used_at >= TOUCH_EVERY


def touch(session_id: int) -> None:
    """Note that a session is in use, in a short transaction of its own.

    Only for requests that read: one that writes holds SQLite's lock already, see ``account_of``.
    """
    used = (
        update(AccountSession)
        .where(AccountSession.id == session_id)
        .values(last_used_at=clock.now())
    )
    with db.engine.begin() as connection:
        connection.execute(used)
