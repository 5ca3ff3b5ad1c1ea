"""Erasing what somebody did with letters; the numbers of the letters lose it too."""

from __future__ import annotations

from sqlalchemy import delete

from ...accounts.models import Account
from ...accounts.rights.erasing import also_erases
from ...extensions import db
from ...subscriptions.models import subscriber_by_email
from .models import Reaction, ReactionKind

COUNTED_STILL = (ReactionKind.LEFT, ReactionKind.COMPLAINED, ReactionKind.BOUNCED)


@also_erases
def forget_reactions(account: Account) -> None:
    """Drop what the owner of the address opened and followed.

    That a letter was left through, complained of or came back stays counted, as its delivery does;
    of neither can anybody say whose it was.
    """
    subscriber = account.erase_letters and db.session.scalar(subscriber_by_email(account.email))
    if not subscriber:
        return
    theirs = delete(Reaction).where(Reaction.subscriber_id == subscriber.id)
    db.session.execute(theirs.where(Reaction.kind.not_in(COUNTED_STILL)))
