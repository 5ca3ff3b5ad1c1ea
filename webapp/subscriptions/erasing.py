"""Erasing an address whose owner wants nothing from the paper any more.

The record of what it agreed to stays, as the law asks, under the address’s hash: it can be proven
to who names the address, and nobody else. A suppression under the same hash keeps imports out.
"""

from __future__ import annotations

from sqlalchemy import delete, or_, select, update

from ..accounts.models import Account
from ..accounts.rights.erasing import also_ends, also_erases
from ..extensions import db
from ..web import Visit
from . import consenting, leaving
from .consenting import NO_VISIT, Proof
from .hashing import hashed, name_for, names_of
from .models import (
    Farewell,
    Subscriber,
    SubscriberMove,
    Subscription,
    Suppression,
    consents_about,
    subscriber_by_email,
    suppression_of,
)

SOURCE, BY_LINK = "account deletion", "erasure by mailed link"
REASON = "erased"


@also_ends
def end_letters(account: Account, visit: Visit) -> None:
    """End every subscription of the account’s address, with an entry in the consent record."""
    subscriber = db.session.scalar(subscriber_by_email(account.email))
    if subscriber:
        leaving.leave_everything(subscriber.id, Proof(_source(account), visit=visit))


@also_erases
def forget_address(account: Account) -> None:
    """Put the hash in place of the address, when its owner wants no letter ever again."""
    if not account.erase_letters:
        return
    end_letters(account, NO_VISIT)
    subscriber = db.session.scalar(subscriber_by_email(account.email))
    if subscriber:
        _forget(subscriber)
    if subscriber or db.session.scalar(consents_about(account.email).limit(1)):
        number = subscriber.id if subscriber else None
        consenting.record_many_erased([(number, hashed(account.email))], _source(account))
    _suppress(account.email)


def _source(account: Account) -> str:
    """By which way it came: nobody’s account stands for an address alone."""
    return SOURCE if account.id else BY_LINK


def _forget(subscriber: Subscriber) -> None:
    """Leave of a subscriber what names nobody."""
    subscriber.email, subscriber.name = _free_name(subscriber), ""
    subscriber.attributes, subscriber.paused_until = {}, None
    subscriber.link_version += 1
    theirs = select(Subscription.id).where(Subscription.subscriber_id == subscriber.id)
    said = update(Farewell).where(Farewell.subscription_id.in_(theirs))
    db.session.execute(said.values(subscription_id=None))
    moved = or_(
        SubscriberMove.subscriber_id == subscriber.id, SubscriberMove.into_id == subscriber.id
    )
    db.session.execute(delete(SubscriberMove).where(moved))


def _free_name(subscriber: Subscriber) -> str:
    """The hash, or a variant when the same person was erased before and came back."""
    names = names_of(subscriber.email)
    taken = set(db.session.scalars(select(Subscriber.email).where(Subscriber.email.in_(names))))
    return name_for(subscriber.email, subscriber.id, taken)


def _suppress(email: str) -> None:
    found = db.session.scalars(suppression_of(email)).all()
    plain = [one for one in found if one.email == email]
    if not found:
        db.session.add(Suppression(email=hashed(email), reason=REASON))
    elif len(found) > len(plain):
        for one in plain:
            db.session.delete(one)
    else:
        plain[0].email, plain[0].evidence = hashed(email), ""
        if plain[0].domain_id:  # from now on it is the person's own wish
            plain[0].reason, plain[0].domain_id = REASON, None
    db.session.flush()
