"""Asking for letters: what the form does. Nothing is sent but one mail with a link."""

from __future__ import annotations

from collections.abc import Sequence

from .. import throttle
from ..mail import outbox
from ..mail.composing import compose
from . import consenting, joining, links
from .consenting import Proof
from .models import ConsentEvent, MailingList, Subscriber, Subscription


def ask(email: str, lists: Sequence[MailingList], proof: Proof) -> None:
    """Someone who typed ``email`` asks for ``lists``: a mail asks the address's owner to confirm.

    An address that has all of them already gets a mail that says so; one that is suppressed, or
    had enough mails for now, gets none. The caller's answer is the same in every case, and so is
    the time it takes: the mail is composed even if nobody gets it.
    """
    if not throttle.may_mail(email) or joining.is_suppressed(email):
        compose("subscriptions/confirm", email, link=links.confirm_url(0, [0]), lists=lists)
        return
    subscriber = joining.subscriber_with(email)
    asked = joining.subscriptions_to(subscriber, lists, "form")
    waiting = [subscription for subscription in asked if subscription.confirmed_at is None]
    consenting.record(waiting, ConsentEvent.ASKED, proof)
    _write(subscriber, waiting, lists)


def _write(
    subscriber: Subscriber, waiting: Sequence[Subscription], lists: Sequence[MailingList]
) -> None:
    if waiting:
        link = links.confirm_url(subscriber.id, [s.id for s in waiting])
        asked = [s.mailing_list for s in waiting]
        outbox.queue("subscriptions/confirm", subscriber.email, link=link, lists=asked)
    else:
        link = links.preferences_url(subscriber)
        outbox.queue("subscriptions/already", subscriber.email, link=link, lists=lists)
