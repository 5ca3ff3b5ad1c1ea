"""Remembering which accounts a browser has opened: a new one is told of, a known one not slowed.

A cookie with a signature, not the user agent of earlier sessions: millions share a user agent,
and whoever stole a password can send it too; and it changes every month, which would cry wolf.
The cookie opens nothing: it spares its owner a mail, and has the browser’s tries at a password
counted by themselves, see ``slowing``.
"""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy import exists, select

from ..extensions import db
from ..outcomes import LinkExpired, LinkInvalid
from ..tokens import Payload, Purpose
from .models import Account, AccountSession

REMEMBERED = dt.timedelta(days=400)  # browsers keep no cookie longer (RFC 6265bis, 5.5)
BROWSER = Purpose("accounts.browser", REMEMBERED)
MOST = 10  # accounts of one browser


def accounts_of(cookie: str) -> list[int]:
    """The accounts that a browser’s cookie names, the last opened first; none for a bad one."""
    return list(_payload(cookie).get("accounts", []))


def is_new_to(account: Account, cookie: str) -> bool:
    """Whether the account was opened before, but never from the browser with that cookie."""
    was_opened = exists().where(AccountSession.account_id == account.id)
    return account.id not in accounts_of(cookie) and bool(db.session.scalar(select(was_opened)))


def with_account(cookie: str, account: Account) -> str:
    """The cookie of a browser that has now opened the account too."""
    others = [number for number in accounts_of(cookie) if number != account.id]
    return BROWSER.sign(
        accounts=[account.id, *others][:MOST], device=device_of(cookie) or secrets.token_hex(16)
    )


def device_of(cookie: str) -> str:
    """What a browser is called that has opened an account; empty for any other."""
    return str(_payload(cookie).get("device", ""))


def device_knowing(account: Account, cookie: str) -> str:
    """The same, if the account is one of those it has opened."""
    return device_of(cookie) if account.id in accounts_of(cookie) else ""


def _payload(cookie: str) -> Payload:
    try:
        return BROWSER.read(cookie)
    except (LinkExpired, LinkInvalid):
        return {}
