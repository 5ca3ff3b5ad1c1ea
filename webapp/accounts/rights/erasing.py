"""Erasing what is kept about somebody, for good, once the days to change their mind are over.

What hangs on the account goes with its row (ON DELETE CASCADE). What is kept under its address is
erased by the packages that keep it: each registers its part, as imports go one way only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import Select, delete, select

from ... import clock, jobs
from ...extensions import db
from ...logs import log
from ...mail import outbox
from ...mail.models import OutgoingMail
from ...web import Visit
from ..models import Account, Invitation
from ..staff import owning
from .exporting import nobodys_account

Eraser = Callable[[Account], None]
Ender = Callable[[Account, Visit], None]
ERASERS: list[Eraser] = []
ENDERS: list[Ender] = []


def also_erases(work: Eraser) -> Eraser:
    """Register what a package erases with an account; it neither commits nor fails half-way."""
    ERASERS.append(work)
    return work


def also_ends(work: Ender) -> Ender:
    """Register what a package stops at once for somebody who wants nothing any more."""
    ENDERS.append(work)
    return work


def end_letters(account: Account, visit: Visit) -> None:
    """Stop every letter to the account’s address."""
    for work in ENDERS:
        work(account, visit)


def erase(account: Account) -> None:
    """Erase the account, and what is kept under its address; the caller’s commit makes it so.

    Packages registered last come first: they stand above the others and look at what those keep.
    """
    _erase_what_is_under(account)
    db.session.execute(delete(Invitation).where(Invitation.email == account.email))
    outbox.queue("accounts/deleted", account.email, letters=account.erase_letters)
    db.session.delete(account)
    db.session.flush()


def erase_address(email: str) -> None:
    """Erase what is kept under an address, and write to it never again; an account of it stays."""
    _erase_what_is_under(nobodys_account(email))


def _erase_what_is_under(account: Account) -> None:
    for work in reversed(ERASERS):
        work(account)
    settled = OutgoingMail.recipient == account.email, OutgoingMail.next_try_at.is_(None)
    db.session.execute(delete(OutgoingMail).where(*settled))


@jobs.job(every=dt.timedelta(hours=1))
def erase_due() -> None:
    """Erase the accounts whose seven days are over, each in one transaction: all of it or none.

    The paper’s last owner stays, due as before, until somebody else is one: whatever was true a
    week ago, and whoever changed the table meanwhile.
    """
    for number in db.session.scalars(_due().with_only_columns(Account.id)).all():
        try:
            _erase_if_due(number)
        except owning.LastOwner:
            db.session.rollback()
            log.warning("last owner not erased: make somebody else an owner", account=number)
        db.session.commit()


def _erase_if_due(number: int) -> None:
    """Erase an account, unless its owner came back or another worker is at it. Raises LastOwner."""
    owning.hold_owners()
    its_turn = _due().where(Account.id == number).with_for_update(skip_locked=True)
    account = db.session.scalar(its_turn.execution_options(populate_existing=True))
    if account:
        owning.refuse_last_owner(account)
        erase(account)


def _due() -> Select[Account]:
    due = select(Account).where(Account.erase_after <= clock.now())
    return due.order_by(Account.erase_after)
