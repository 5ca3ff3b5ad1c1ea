"""Mailing codes: six digits and a link that let the asking browser in, once and soon.

How the requirements of OWASP ASVS 5.0 for out-of-band codes are met, here and in taking_codes:

- 6.6.2, bound to the request they were made for: the asking browser has a secret of 256 bits in
  its own cookie. A code is found by the hash of that secret, and its digits are hashed together
  with it: digits and link mean nothing to any other browser. Asking again in the same one ends the
  code before; a stranger who asks for somebody else’s address ends nothing of theirs.
- 6.6.3, guessing: five tries a code, and trying.count for the account, in the database for all
  processes. The link cannot be guessed and is not counted: it lets its owner in all the same.
- 6.5.1 and 6.5.5, once and at most ten minutes. 6.5.3 and 6.5.4, twenty bits from the system’s
  random source. 6.5.2: twenty bits are few for any hash alone, so it is made with the app’s key.
- A code ends when the account changes: its link_version and address are hashed with the digits.
"""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy import delete

from ... import clock, jobs
from ...extensions import db
from ...mail import outbox
from ...tokens import KeyedHash, Purpose
from ...web import Visit
from ..describing import describe_browser
from ..linking import mail_owner, mailed_link
from ..models import Account, MailCode, hash_secret

LASTS = dt.timedelta(minutes=10)
KEPT = dt.timedelta(days=1)
DIGITS = 6
LINK = Purpose("accounts.mail-code", LASTS)
HASH = KeyedHash("accounts.mail-code")


def ask(email: str, browser: str, visit: Visit) -> None:
    """Mail the owner of a normalised address digits and a link for the browser with a secret.

    See mail_owner for an address without an account.
    """
    mail_owner(email, lambda account: _mail(account, browser, visit))


def _mail(account: Account, browser: str, visit: Visit) -> None:
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    code = MailCode(
        account_id=account.id or None,
        code_hash=HASH.of(*hashed(account, browser, digits)),
        browser_hash=hash_secret(browser),
        expires_at=clock.now() + LASTS,
    )
    if account.id:
        db.session.add(code)
        db.session.flush()
    link = mailed_link(LINK, "accounts.mailed_code", account, code=code.id or 0, digits=digits)
    outbox.queue(
        "accounts/sign-in-code",
        account.email,
        link=link,
        digits=digits,
        asked_from=describe_browser(visit.user_agent),
    )
    db.session.flush()


def hashed(account: Account, browser: str, digits: str) -> tuple[str | int, ...]:
    """What the hash of a code is made of: all that it depends on."""
    return account.id, account.link_version, account.email, browser, digits


@jobs.job(every=dt.timedelta(hours=1))
def forget_old() -> None:
    """Forget codes that ended a day ago or more."""
    db.session.execute(delete(MailCode).where(MailCode.expires_at <= clock.now() - KEPT))
    db.session.commit()
