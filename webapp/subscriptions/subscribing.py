"""Asking for letters: what the form does. Nothing is sent but one mail with a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .. import clock, throttle
from ..extensions import db
from ..mail import outbox
from ..mail.composing import compose
from . import consenting, joining, links, welcoming
from .confirming import Confirmation
from .consenting import Proof
from .models import ConsentEvent, MailingList, Subscriber, Subscription
from .suppressing import is_suppressed


def ask(email: str, lists: Sequence[MailingList], proof: Proof) -> None:
    """Someone who typed ``email`` asks for ``lists``: a mail asks the address's owner to confirm.

    An address that has all of them already gets a mail that says so; one that is suppressed, or
    had enough mails for now, gets none. The caller's answer is the same in every case, and so is
    the time it takes: the mail is composed even if nobody gets it.
    """
    if not throttle.may_mail(email) or is_suppressed(email):
        compose("subscriptions/confirm", email, link=links.confirm_url(0, [0]), lists=lists)
        return
    subscriber = joining.subscriber_with(email)
    asked = joining.subscriptions_to(subscriber, lists, "form")
    waiting = [subscription for subscription in asked if subscription.confirmed_at is None]
    if not waiting:
        _pretend(email, asked[0], proof)
    link = _write(subscriber, waiting, lists)
    consenting.record(waiting, ConsentEvent.ASKED, replace(proof, link=links.id_of(link)))


def join_signed_in(email: str, lists: Sequence[MailingList], proof: Proof) -> Confirmation:
    """The owner of an account with the proven address ``email`` joins at once, with no mail.

    What they get already stays as it is. Raises AddressSuppressed.
    """
    subscriber, now = joining.subscriber_with(email), clock.now()
    welcoming.welcome_at_once(joining.join(subscriber, lists, "form", proof))
    subscriber.prove(now)
    return Confirmation(subscriber, now, [], joining.subscriptions_to(subscriber, lists, "form"))


def _pretend(email: str, instead_of: Subscription, proof: Proof) -> None:
    """Write a new address and its entry, and take them back, so that the answer takes as long."""
    with db.session.begin_nested() as savepoint:
        nobody = Subscriber(email=f"{email}.invalid")
        db.session.add(nobody)
        db.session.flush()
        who = proof.signed_by(nobody.id, nobody.email)
        consenting.rehearse(who, ConsentEvent.ASKED, proof, list_id=instead_of.list_id)
        savepoint.rollback()


def _write(
    subscriber: Subscriber, waiting: Sequence[Subscription], lists: Sequence[MailingList]
) -> str:
    """Queue the one mail, and return the link in it."""
    if waiting:
        link = links.confirm_url(subscriber.id, [s.id for s in waiting])
        asked = [s.mailing_list for s in waiting]
        outbox.queue("subscriptions/confirm", subscriber.email, link=link, lists=asked)
    else:
        link = links.preferences_url(subscriber)
        outbox.queue("subscriptions/already", subscriber.email, link=link, lists=lists)
    return link
