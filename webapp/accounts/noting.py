"""Noting what happens to an account's security, for its owner to see and be told of."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Select, delete, select

from .. import clock, jobs
from ..extensions import db
from ..logs import log
from ..mail import outbox
from ..templating import public_url
from ..web import Visit
from .models import Account, SecurityEvent, What

KEPT = dt.timedelta(days=365)
# What its owner, or whoever guesses at the door, does many times a week; SIGNED_IN is told when
# the browser is new to the account.
LISTED_ONLY = {What.SIGNED_IN, What.SIGN_IN_FAILED, What.SIGNED_OUT}
# What has a mail of its own, which says more.
TOLD_ELSEWHERE = {What.ADDRESS_CHANGED, What.DELETION_ASKED_FOR}
TOLD = frozenset(What) - LISTED_ONLY - TOLD_ELSEWHERE
# Whose detail the log says as well: factors and roles, which nobody typed.
LOGGED_WHOLE = {What.SIGNED_IN, What.ROLE_CHANGED}


def note(
    account: Account, what: What, visit: Visit, detail: str = "", *, tell: bool | None = None
) -> SecurityEvent:
    """Write down that something happened to the account, from the browser of ``visit``.

    The log gets it too. Its owner is told by mail when ``what`` is one of TOLD,
    or as ``tell`` says.
    """
    said = detail if what in LOGGED_WHOLE else ""
    log.info("account", what=what.name, account=account.id, detail=said)
    told = tell if tell is not None else what in TOLD
    return _write(account.id, account.email if told else "", what, visit, detail)


def pretend(email: str, what: What, visit: Visit, detail: str = "") -> None:
    """The work of noting and telling for an address without an account; nothing stays of it.

    The database takes an event only of an account that exists: it is written for any, and taken
    back. Where there is none, there is nothing to tell apart.
    """
    stand_in = db.session.scalar(select(Account.id).limit(1))
    if stand_in is None:
        return
    with db.session.begin_nested() as savepoint:
        _write(stand_in, email if what in TOLD else "", what, visit, detail)
        db.session.flush()
        savepoint.rollback()


def _write(account_id: int, email: str, what: What, visit: Visit, detail: str) -> SecurityEvent:
    """Write down what happened, and a mail about it to ``email``, unless that is empty."""
    event = SecurityEvent(
        account_id=account_id,
        what=what.name,
        detail=detail,
        network_address=visit.network_address,
        user_agent=visit.user_agent,
        at=clock.now(),
    )
    db.session.add(event)
    if email:
        _mail(email, event)
    return event


def _mail(email: str, event: SecurityEvent) -> None:
    forgot = public_url("accounts.forgot")
    outbox.queue("accounts/security-event", email, event=event, forgot=forgot)


def events_of(account: Account) -> Select[SecurityEvent]:
    """What happened to the account, the newest first."""
    return (
        select(SecurityEvent)
        .where(SecurityEvent.account_id == account.id)
        .order_by(SecurityEvent.at.desc(), SecurityEvent.id.desc())
    )


@jobs.job(every=dt.timedelta(hours=1))
def forget_old() -> None:
    """Forget what happened more than a year ago."""
    db.session.execute(delete(SecurityEvent).where(SecurityEvent.at <= clock.now() - KEPT))
    db.session.commit()
