"""Taking mailed codes: the digits or the link, from the browser that asked; see mailing_codes."""

from __future__ import annotations

import re
from typing import NamedTuple

from sqlalchemy import update
from sqlalchemy.sql.dml import ReturningUpdate

from ... import clock
from ...extensions import db
from ...outcomes import LinkExpired, Outcome
from ...tokens import Payload
from .. import signing_in
from ..linking import follow, refuse_outdated
from ..models import MOST_TRIES, Account, Factor, MailCode, hash_secret
from . import trying
from .mailing_codes import HASH, LINK, hashed


class WrongCode(Outcome):
    """The digits open nothing in this browser: wrong, used, too old, or tried too often."""

    title = "That code does not open the account"
    sentence = (
        "That code opens nothing here. Check the six digits, or ask for a new code: "
        "one works once, for ten minutes and five tries, in the browser that asked for it."
    )


class AskedElsewhere(Outcome):
    """The link was opened in another browser than the one that asked; that one takes the digits."""

    def __init__(self, digits: str) -> None:
        self.digits = digits
        super().__init__()


class Opened(NamedTuple):
    """The account a code opens, and whether a password ended by that: see _opened."""

    account: Account
    password_ended: bool


def end(browser: str) -> None:
    """End the code a browser asked for before, if any: it asks for another."""
    db.session.execute(_open_code(browser).values(expires_at=clock.now()))


def _open_code(browser: str) -> ReturningUpdate[MailCode]:
    """A change to the open code of a browser, which locks it."""
    return (
        update(MailCode)
        .where(
            MailCode.browser_hash == hash_secret(browser),
            MailCode.used_at.is_(None),
            MailCode.expires_at > clock.now(),
            MailCode.tries < MOST_TRIES,
        )
        .returning(MailCode)
        .execution_options(synchronize_session=False, populate_existing=True)
    )


def accept_digits(browser: str, typed: str) -> Opened:
    """The account whose mailed digits were typed into the browser that asked for them.

    The try is counted by the very statement that finds the code; of two at once the second finds
    it used. Where there is no code, as for an address without an account, all the same is asked,
    so that the answer takes as long. Whoever calls commits, whatever comes of it. Raises WrongCode,
    in one sentence for everything.
    """
    counted = _open_code(browser).values(tries=MailCode.tries + 1)
    code = db.session.scalars(counted).one_or_none()
    account = _locked(code.account_id if code else 0)
    someone = account or Account(id=0, email="", link_version=0)
    is_guessing = _is_tried_too_often(someone)
    stored = code.code_hash if code else hash_secret(browser)
    is_right = HASH.matches(stored, *hashed(someone, browser, re.sub(r"\W", "", typed)))
    if code is None or account is None or is_guessing or not is_right:
        raise WrongCode
    trying.forget(account, Factor.MAIL)
    return _opened(account, code)


def _is_tried_too_often(account: Account) -> bool:
    try:
        trying.count(account, Factor.MAIL)
    except trying.TooManyTries:
        return True
    return False


def _locked(account_id: int) -> Account | None:
    """The account, as it is now; None when it is closed."""
    account = db.session.get(Account, account_id, with_for_update=True, populate_existing=True)
    return account if account and not account.disabled_at else None


def linked(token: str, browser: str) -> Account:
    """The account a link opens in this browser. Raises LinkExpired, LinkInvalid, AskedElsewhere."""
    account, payload = follow(LINK, token, to_change=False)
    _of_browser(payload, browser, to_change=False)
    refuse_outdated(account, payload)
    return account


def accept_link(token: str, browser: str) -> Opened:
    """The account whose mailed link was pressed in the browser that asked for it.

    Raises as linked does.
    """
    _, payload = follow(LINK, token, to_change=False)
    code = _of_browser(payload, browser, to_change=True)
    account = _locked(code.account_id)
    if account is None:
        raise LinkExpired
    refuse_outdated(account, payload)
    return _opened(account, code)


def _of_browser(payload: Payload, browser: str, *, to_change: bool) -> MailCode:
    code = db.session.get(
        MailCode, payload["code"], with_for_update=to_change or None, populate_existing=True
    )
    if code is None or not code.is_open:
        raise LinkExpired
    if code.browser_hash != hash_secret(browser):
        raise AskedElsewhere(payload["digits"])
    return code


def _opened(account: Account, code: MailCode) -> Opened:
    """The account, whose owner just showed that they read its mail.

    Nobody had shown that of an account never confirmed: whoever registered it may be a stranger who
    knows its password and waits. So neither password, nor sessions, nor links of it stay.
    """
    code.used_at = clock.now()
    if account.confirmed_at:
        return Opened(account, password_ended=False)
    ended = bool(account.password_hash)
    account.take_password("")
    account.end_links()
    signing_in.end_all(account)
    account.confirm()
    return Opened(account, password_ended=ended)
