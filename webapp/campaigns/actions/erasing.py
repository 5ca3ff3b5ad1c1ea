"""Erasing what actions know of a person: the value that an attribute of theirs had before."""

from __future__ import annotations

from sqlalchemy import update

from ...accounts.models import Account
from ...accounts.rights.erasing import also_erases
from ...extensions import db
from ...subscriptions.models import subscriber_by_email
from .models import ActionEntry


@also_erases
def forget_value(account: Account) -> None:
    """Forget it; the entry stays, and names a number."""
    subscriber = account.erase_letters and db.session.scalar(subscriber_by_email(account.email))
    if subscriber:
        theirs = update(ActionEntry).where(ActionEntry.subscriber_id == subscriber.id)
        db.session.execute(theirs.values(before=None))
