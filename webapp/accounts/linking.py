"""Links mailed to an account: what they name, and when they end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import throttle
from ..extensions import db
from ..outcomes import LinkExpired, Outcome
from ..templating import public_url
from ..tokens import Payload, Purpose
from .models import Account, account_by_email


class DoneAlready(Outcome):
    """A link did its work before; nothing more needs doing."""

    status = 200


def mailed_link(purpose: Purpose, endpoint: str, account: Account, **more: Any) -> str:
    """The absolute address of ``endpoint`` with a token that names the account as it is now."""
    token = purpose.sign(
        account=account.id, version=account.link_version, email=account.email, **more
    )
    return public_url(endpoint, token=token)


def follow(purpose: Purpose, token: str, *, to_change: bool) -> tuple[Account, Payload]:
    """The account a link names, and what else it says; the link may be used already.

    With ``to_change`` the row is locked, so that of two requests with one link the second sees
    what the first did. Raises LinkInvalid or LinkExpired.
    """
    payload = purpose.read(token)
    account = db.session.get(
        Account,
        payload["account"],
        with_for_update=to_change or None,
        populate_existing=to_change,  # what was read before the lock may be out of date
    )
    if account is None or account.disabled_at:
        raise LinkExpired
    return account, payload


def refuse_outdated(account: Account, payload: Payload) -> None:
    """Raise LinkExpired when the account has changed since the link was mailed."""
    if (account.link_version, account.email) != (payload["version"], payload["email"]):
        raise LinkExpired


def mail_owner(email: str, send: Callable[[Account], None]) -> None:
    """Have ``send`` write a mail to the owner of a normalised address.

    For an address without an account the mail is written and taken back, so that the answer takes
    as long.
    """
    if not throttle.may_mail(email):
        return
    account = db.session.scalar(account_by_email(email))
    if account and not account.disabled_at:
        send(account)
        return
    with db.session.begin_nested() as savepoint:
        send(Account(id=0, email=email, link_version=0))
        db.session.flush()
        savepoint.rollback()
