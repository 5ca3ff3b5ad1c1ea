"""Copying: a reader asks for everything we keep; a job makes it, and a mailed link leads to it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select

from ... import clock, jobs
from ...database import without_write_lock
from ...extensions import db
from ...mail import outbox
from ...outcomes import LinkExpired, LinkInvalid, Outcome
from ...tokens import Purpose
from ...web import Visit
from .. import noting
from ..linking import follow, mailed_link, refuse_outdated
from ..models import Account, DataExport, What
from .packing import pack

KEPT = dt.timedelta(days=3)
COPY = Purpose("accounts.copy", KEPT)


class CopyOnItsWay(Outcome):
    """A copy was asked for and is not made yet."""

    status = 409
    title = "Your copy is on its way"
    sentence = "We are making it; a mail with the link comes as soon as it is ready."


def ask(account: Account, visit: Visit) -> DataExport:
    """Ask for a copy; one that was made before is forgotten. Raises CopyOnItsWay."""
    mine = DataExport.account_id == account.id
    db.session.get(Account, account.id, with_for_update=True)
    if db.session.scalar(select(DataExport.id).where(mine, DataExport.made_at.is_(None))):
        raise CopyOnItsWay
    db.session.execute(delete(DataExport).where(mine))
    asked = DataExport(account_id=account.id)
    db.session.add(asked)
    noting.note(account, What.DATA_ASKED_FOR, visit)
    make_asked_for.later()
    return asked


@jobs.job(every=dt.timedelta(minutes=5))
def make_asked_for() -> None:
    """Make the copies that were asked for, and mail the links; reading takes no lock on SQLite."""
    waiting = select(DataExport.id).where(DataExport.made_at.is_(None)).order_by(DataExport.id)
    for number in db.session.scalars(waiting).all():
        with without_write_lock(db.session()):
            asked = db.session.get(DataExport, number)
            archive = pack(db.session.get_one(Account, asked.account_id)) if asked else None
        if archive:
            _hand_over(number, archive)
        db.session.commit()


def _hand_over(number: int, archive: bytes) -> None:
    """Keep the archive and mail its link, unless another worker was faster."""
    found = db.session.get(DataExport, number, with_for_update=True, populate_existing=True)
    if found is None or found.made_at:
        return
    account = db.session.get_one(Account, found.account_id)
    found.archive, found.made_at = archive, clock.now()
    found.expires_at = found.made_at + KEPT
    # With the moment, as SQLite gives the number of a row that is gone to the next one.
    named = {"copy": found.id, "made": found.made_at.isoformat()}
    link = mailed_link(COPY, "accounts.fetch_copy", account, **named)
    outbox.queue("accounts/copy", account.email, link=link, copy=found)


def copy_behind(token: str, mine: Account) -> DataExport:
    """The copy a link names, for its owner. Raises LinkInvalid or LinkExpired."""
    account, payload = follow(COPY, token, to_change=False)
    if account.id != mine.id:
        raise LinkInvalid
    refuse_outdated(account, payload)
    found = db.session.get(DataExport, payload["copy"])
    if found is None or found.made_at is None or found.account_id != account.id:
        raise LinkExpired
    if found.made_at.isoformat() != payload["made"] or clock.now() > found.made_at + KEPT:
        raise LinkExpired
    return found


@jobs.job(every=dt.timedelta(hours=1))
def forget_old() -> None:
    """Forget copies three days after they were made."""
    db.session.execute(delete(DataExport).where(DataExport.expires_at <= clock.now()))
    db.session.commit()
