"""Recognising: whose open session a cookie's secret names, as one small question.

For pages that only show a reader's own marks: ahead of Flask, without the models that
``signing_in`` loads for everything else.
"""

from __future__ import annotations

from sqlalchemy import bindparam, select

from .. import clock
from .models import Account, AccountSession, hash_secret
from .signing_in import TOUCH_EVERY

# The id and role behind an open session: what AccountSession.is_open and Account.is_active say of
# rows.
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


def asked_for(secret: str) -> dict[str, object]:
    """The values for OPEN, to ask whose open session ``secret`` names.

    No row comes when the session is closed, and when its use has to be noted: a request that
    passes through Flask does that, see ``signing_in.touch``. So none that was unused for too long
    is recognised here either: it was not used for much less than that.
    """
    now = clock.now()
    return {"secret_hash": hash_secret(secret), "now": now, "touched_since": now - TOUCH_EVERY}
