"""Every kind of link that accounts mail, and how to make a good one of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from webapp import clock
from webapp.accounts import changing, confirming, recovering, restoring
from webapp.accounts.linking import mailed_link
from webapp.accounts.models import AddressChange, DataExport
from webapp.accounts.rights import copying, deleting
from webapp.extensions import db
from webapp.tokens import Purpose


def _nothing(_account):
    return {}


def _a_change(account):
    """What a link names that undoes a change of address."""
    change = AddressChange(account_id=account.id, old_email="old@example.org", new_email="x")
    db.session.add(change)
    db.session.flush()
    return {"change": change.id}


def _a_copy(account):
    """What a link names that leads to a copy of everything."""
    now = clock.now()
    copy = DataExport(
        account_id=account.id, made_at=now, expires_at=now + copying.KEPT, archive=b"PK"
    )
    db.session.add(copy)
    db.session.flush()
    return {"copy": copy.id, "made": now.isoformat()}


@dataclass(frozen=True)
class Kind:
    """One kind of link: its purpose, its page and its button."""

    purpose: Purpose
    endpoint: str
    button: str
    # What its token names besides the account; may add the rows that it names.
    names: Callable[..., dict[str, object]] = _nothing
    fields: dict[str, str] = field(default_factory=dict)  # what is typed beside the button
    asks_to_sign_in: bool = False
    changes: bool = True  # whether the button changes a row
    follows_account: bool = True  # whether it ends when the account's links do

    def link(self, account, purpose=None):
        """A good link to the page; with another ``purpose`` a wrong one."""
        url = mailed_link(purpose or self.purpose, self.endpoint, account, **self.names(account))
        return url.removeprefix("http://localhost")


NEW_PASSWORD = {"password": "seven grey herons on the ice"}
KINDS = {
    "confirm": Kind(confirming.CONFIRM, "accounts.confirm", "Confirm my address"),
    "reset": Kind(recovering.RESET, "accounts.reset", "Save the new password", fields=NEW_PASSWORD),
    "address": Kind(
        changing.NEW_ADDRESS,
        "accounts.confirm_address",
        "Change my address",
        names=lambda _account: {"new": "n@example.org"},
    ),
    "restore": Kind(
        restoring.RESTORE,
        "accounts.restore_address",
        "Put my old address back",
        names=_a_change,
        follows_account=False,
    ),
    "delete": Kind(
        deleting.DELETE,
        "accounts.confirm_deletion",
        "Delete my account",
        names=lambda _account: {"letters": False},
    ),
    "copy": Kind(
        copying.COPY,
        "accounts.fetch_copy",
        "Download my copy",
        names=_a_copy,
        asks_to_sign_in=True,
        changes=False,
    ),
}
# Purposes whose links work otherwise, and where they are tested.
ELSEWHERE = {
    "accounts.browser": "test_noting.py",  # a cookie, mailed to nobody
    "accounts.invitation": "test_invitations.py",  # names an invitation, not an account
    "accounts.mail-code": "test_mail_codes.py",  # bound to the browser that asked
}
