"""Recognising: whose open session a cookie's secret names, as one small question.

For pages that only show a reader's own marks: ahead of Flask, without the models that
``signing_in`` loads for everything else.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from .. import clock
from .models import Account, AccountSession, Role, hash_secret
from .signing_in import TOUCH_EVERY

# What AccountSession.is_open and Account.is_active say of rows.
OPEN = (
    select(Account.id, Account.role)
    .join(AccountSession.account)
    .where(
        AccountSession.secret_hash == bindparam("secret_hash"),
        AccountSession.ended_at.is_(None),
        AccountSession.expires_at > bindparam("now"),
        AccountSession.last_used_at > bindparam("touched_since"),
        Account.disabled_at.is_(None),
        Account.confirmed_at.is_not(None),
    )
)


class Recognised(NamedTuple):
    """Someone who is signed in."""

    account_id: int
    is_staff: bool


def recognise(connection: Connection, secret: str) -> Recognised | None:
    """Who is signed in with ``secret``.

    None when the session is closed, and when its use has to be noted: a request that passes
    through Flask does that, see ``signing_in.touch``.
    """
    now = clock.now()
    asked = {"secret_hash": hash_secret(secret), "now": now, "touched_since": now - TOUCH_EVERY}
    row = connection.execute(OPEN, asked).first()
    return Recognised(row.id, row.role != Role.READER) if row else None
