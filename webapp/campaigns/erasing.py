"""Erasing an address from the ledger: the recipient stays counted, and nobody can say who."""

from __future__ import annotations

from sqlalchemy import update

from ..accounts.models import Account
from ..accounts.rights.erasing import also_erases
from ..extensions import db
from ..subscriptions.hashing import hashed
from ..subscriptions.models import subscriber_by_email
from .models import Delivery


@also_erases
def forget_recipient(account: Account) -> None:
    """Put the hash in place of the address, and drop what servers said of it."""
    subscriber = account.erase_letters and db.session.scalar(subscriber_by_email(account.email))
    if not subscriber:
        return
    theirs = update(Delivery).where(Delivery.subscriber_id == subscriber.id)
    db.session.execute(theirs.values(email=hashed(account.email), reply=""))
