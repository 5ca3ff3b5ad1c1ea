"""Proving what a person agreed to: their entries of the consent record, as far as staff may see."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, or_, select

from ..accounts.models import Account
from ..extensions import db
from ..subscriptions import attesting
from ..subscriptions.keeping import is_kept_by
from ..subscriptions.models import Consent, Subscription, consents_about

OF_NO_LIST = Consent.list_id.is_(None)


def entries_about(subscription: Subscription) -> Select[Consent]:
    """Entries about a person and one list, and those about every list, oldest first."""
    theirs = Consent.subscriber_id == subscription.subscriber_id
    here = or_(Consent.list_id == subscription.list_id, OF_NO_LIST)
    return select(Consent).where(theirs, here).order_by(Consent.id)


def proof_for(account: Account, subscription: Subscription) -> dict[str, Any]:
    """The signed proof of a person, with every list the account may manage."""
    email = subscription.subscriber.email
    kept = or_(is_kept_by(account, Consent.list_id), OF_NO_LIST)
    return attesting.attest(email, db.session.scalars(consents_about(email).where(kept)).all())
