"""Restoring: the owner of an old address puts it back, and whoever changed it is shut out."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, update

from .. import clock
from ..extensions import db
from ..mail import outbox
from ..outcomes import LinkExpired, Outcome
from ..templating import public_url
from ..tokens import Purpose
from ..web import Visit
from . import noting, recovering, registering, signing_in
from .factors import rescuing
from .linking import DoneAlready, follow
from .models import Account, AddressChange, Authenticator, MailCode, Passkey, What

UNDO_WORKS = dt.timedelta(days=7)
RESTORE = Purpose("accounts.restore", UNDO_WORKS)
# A thief adds a key of their own in the visit in which they change the address.
SAME_VISIT = dt.timedelta(days=1)


class OldAddressTaken(Outcome):
    """Another account has the old address by now."""

    status = 409
    title = "Your old address has another account"
    sentence = (
        "It was registered again meanwhile; write to the paper, and we put it right with you."
    )


class AddressRestoredAlready(DoneAlready):
    """The link did its work before, or that of an earlier change did it too."""

    title = "The old address is back already"
    sentence = "Nothing more needs doing; choose a new password by the link we mailed to it."


def announce(change: AddressChange) -> None:
    """Tell the old address, with a link that puts it back.

    The link names the change and not the account’s state: a thief who changes the password or the
    address once more does not end it.
    """
    token = RESTORE.sign(account=change.account_id, change=change.id)
    link = public_url("accounts.restore_address", token=token)
    outbox.queue("accounts/address-changed", change.old_email, link=link, days=UNDO_WORKS.days)


def change_to_undo(token: str, *, to_change: bool = False) -> tuple[Account, AddressChange]:
    """The account and the change that a link would undo.

    Raises AddressRestoredAlready, LinkInvalid or LinkExpired.
    """
    account, payload = follow(RESTORE, token, to_change=to_change)
    change = db.session.get(AddressChange, payload["change"])
    if change is None or change.account_id != account.id:
        raise LinkExpired
    if change.restored_at:
        raise AddressRestoredAlready
    return account, change


def restore(token: str, visit: Visit) -> Account:
    """Put the old address back, and let nobody in before its owner chose a new password.

    Every browser is signed out, every link ends, passkeys and authenticator apps of the visit that
    changed the address are removed, and a deletion that waits is stopped. Raises OldAddressTaken,
    and as change_to_undo does.
    """
    account, change = change_to_undo(token, to_change=True)
    if not registering.take_address(account, change.old_email):
        raise OldAddressTaken
    account.take_password("")
    account.erase_after, account.erase_letters = None, False
    account.end_links()
    signing_in.end_all(account)
    _remove_ways_in(account, change.changed_at - SAME_VISIT)
    _end_undos(change)
    recovering.send_link(account)
    noting.note(account, What.ADDRESS_RESTORED, visit)
    return account


def _remove_ways_in(account: Account, since: dt.datetime) -> None:
    for way in (Passkey, Authenticator):
        added = (way.account_id == account.id, way.added_at >= since)
        db.session.execute(delete(way).where(*added))
    db.session.execute(delete(MailCode).where(MailCode.account_id == account.id))
    rescuing.forget_unneeded(account)


def _end_undos(change: AddressChange) -> None:
    """With a change, those after it are undone: their links would hand the account back."""
    undone = (
        update(AddressChange)
        .where(AddressChange.account_id == change.account_id, AddressChange.id >= change.id)
        .values(restored_at=clock.now())
    )
    db.session.execute(undone)
