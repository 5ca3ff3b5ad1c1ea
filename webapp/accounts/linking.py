"""Links mailed to an account: what they name, and when they end."""

from __future__ import annotations

from typing import Any

from ..extensions import db
from ..outcomes import LinkExpired
from ..templating import public_url
from ..tokens import Payload, Purpose
from .models import Account


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
    account = db.session.get(Account, payload["account"], with_for_update=to_change or None)
    if account is None or account.disabled_at:
        raise LinkExpired
    return account, payload


def refuse_outdated(account: Account, payload: Payload) -> None:
    """Raise LinkExpired when the account has changed since the link was mailed."""
    if (account.link_version, account.email) != (payload["version"], payload["email"]):
        raise LinkExpired
