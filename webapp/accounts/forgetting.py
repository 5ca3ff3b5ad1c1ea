"""Forgetting rows of accounts that have done their work; docs/operating.md says when.

What belongs to one module alone is forgotten there: mailed codes, copies, events, tries.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Delete, Select, delete, exists, select
from sqlalchemy.orm import aliased

from .. import clock, jobs
from ..database import without_write_lock
from ..extensions import db
from .models import Account, AccountSession, AddressChange, Authenticator, Invitation, Role
from .restoring import UNDO_WORKS

SESSIONS_KEPT = dt.timedelta(days=30)  # after they could have been used at most
UNDOS_KEPT = UNDO_WORKS + dt.timedelta(days=1)  # the link says that it is too old a little longer
INVITATIONS_KEPT = dt.timedelta(days=30)  # after their three days
UNCONFIRMED_KEPT = dt.timedelta(days=30)
SETTING_UP = dt.timedelta(days=1)  # of an authenticator app whose digits nobody ever typed
BATCH = 500  # of rows deleted in one transaction


@jobs.job(every=dt.timedelta(hours=1))
def forget_old() -> None:
    """Forget what is over, each kind in a transaction of its own."""
    for over in (_old_undos(), _old_invitations(), _unconfirmed_accounts(), _unused_apps()):
        db.session.execute(over)
        db.session.commit()


@jobs.job(every=dt.timedelta(hours=1))
def forget_sessions() -> None:
    """Forget sessions that are over.

    They are many: looked for without a lock that others wait for, and deleted some at a time.
    """
    with without_write_lock(db.session()):
        over = db.session.scalars(_old_sessions()).all()
    for start in range(0, len(over), BATCH):
        some = AccountSession.id.in_(over[start : start + BATCH])
        db.session.execute(delete(AccountSession).where(some))
        db.session.commit()


def _old_sessions() -> Select[int]:
    """Sessions that cannot be used any more, ended or not, but the newest of each account.

    By that one it is known that the account was opened before, so that its owner is told of a
    browser that is new to it: see ``remembering``.
    """
    newer = aliased(AccountSession)
    has_newer = exists().where(
        newer.account_id == AccountSession.account_id, newer.id > AccountSession.id
    )
    return select(AccountSession.id).where(
        AccountSession.expires_at <= clock.now() - SESSIONS_KEPT, has_newer
    )


def _old_undos() -> Delete:
    """Addresses that accounts had before, once they cannot be put back."""
    return delete(AddressChange).where(AddressChange.changed_at <= clock.now() - UNDOS_KEPT)


def _old_invitations() -> Delete:
    """Invitations that were taken, withdrawn or left lying."""
    return delete(Invitation).where(Invitation.expires_at <= clock.now() - INVITATIONS_KEPT)


def _unconfirmed_accounts() -> Delete:
    """Accounts that are nobody’s, see ``registering.is_nobodys``: who registered may do it again.

    Nobody is told: the address may be that of somebody who never heard of the paper.
    """
    return delete(Account).where(
        Account.confirmed_at.is_(None),
        Account.role == Role.READER,
        Account.disabled_at.is_(None),
        Account.created_at <= clock.now() - UNCONFIRMED_KEPT,
    )


def _unused_apps() -> Delete:
    """Authenticator apps that somebody began to set up, with their secrets."""
    return delete(Authenticator).where(
        Authenticator.confirmed_at.is_(None), Authenticator.added_at <= clock.now() - SETTING_UP
    )
