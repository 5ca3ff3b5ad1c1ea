"""Lifting a suppression: by the person, through a link mailed to the address, or by an owner.

No import, form, or member of staff does it in passing: whoever is suppressed is refused there.
"""

from __future__ import annotations

from sqlalchemy import delete

from .. import throttle
from ..extensions import db
from ..mail import outbox
from ..outcomes import LinkExpired, Outcome
from . import links, spreading
from .consenting import Proof
from .models import (
    ConsentEvent,
    DomainState,
    Subscriber,
    SuppressedDomain,
    Suppression,
    suppression_of,
)
from .suppressing import record


class SuppressedWithDomain(Outcome):
    """The whole domain is suppressed, so one address of it cannot be free."""

    status = 409
    title = "The whole domain is suppressed"
    sentence = "Nothing is written to any address there; lift the suppression of the domain."


class NoReason(Outcome):
    """Nobody wrote why a suppression should be lifted."""

    title = "Write why"
    sentence = "Write why it may be written to again: the reason is kept in the record."


def ask(subscriber: Subscriber) -> None:
    """Mail the address a link that lifts its suppression; a few a day, as every mail asked for.

    It is written to although it is suppressed, because its owner’s own link asked for it. Raises
    SuppressedWithDomain.
    """
    found = db.session.scalar(suppression_of(subscriber.email))
    if found is None or not throttle.may_mail(subscriber.email):
        return
    if found.domain_id is not None:
        raise SuppressedWithDomain
    link = links.lift_url(found)
    outbox.queue("subscriptions/lift", subscriber.email, link=link, suppression=found)


def look_up(token: str) -> Suppression:
    """The suppression that a mailed link lifts. Raises LinkInvalid, LinkExpired."""
    named = links.read_lift(token)
    found = db.session.get(Suppression, named.suppression_id)
    if found is None or links.stamp(found.since) != named.since:
        raise LinkExpired("This address may be written to already, or the link is an older one.")
    return found


def lift(token: str, proof: Proof) -> str:
    """Lift what a mailed link names, and return the address. Raises LinkInvalid, LinkExpired."""
    found = look_up(token)
    email = found.email
    _lift(found, proof)
    return email


def lift_by_owner(found: Suppression, reason: str, by: str) -> None:
    """Lift a suppression for a written reason. Raises NoReason, SuppressedWithDomain."""
    if found.domain_id is not None:
        raise SuppressedWithDomain
    _lift(found, Proof(by, evidence=_required(reason)))


def lift_domain(found: SuppressedDomain, reason: str) -> bool:
    """Lift a domain, and the addresses suppressed with it alone. Raises NoReason.

    Returns whether all are free; of many addresses there, a job frees the others (spreading).
    """
    _required(reason)
    there = spreading.held(found.id)
    if there is None:
        return True
    there.state = DomainState.LIFTED
    return spreading.begin(there)


def _required(reason: str) -> str:
    if not reason.strip():
        raise NoReason
    return reason.strip()


def _lift(found: Suppression, proof: Proof) -> None:
    """Of two at once the first lifts it, and the second finds it done."""
    email, reason = found.email, found.reason
    gone = delete(Suppression).where(Suppression.id == found.id).returning(Suppression.id)
    if db.session.scalar(gone):
        record(email, ConsentEvent.LIFTED, proof, reason)
