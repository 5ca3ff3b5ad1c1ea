"""Moving letters to another address: asked on one's own page, confirmed at the new address."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from .. import clock, throttle
from ..extensions import db
from ..mail import outbox
from ..mail.composing import compose
from ..outcomes import LinkExpired, Outcome
from ..templating import public_url
from ..tokens import Purpose
from . import joining, readdressing, returning
from .consenting import Proof
from .models import MailingList, Subscriber, SubscriberMove, subscriber_by_email
from .suppressing import is_suppressed

MOVE = Purpose("subscriptions.move", dt.timedelta(days=1))


class MovedAlready(Outcome):
    """The link did its work before; nothing more needs doing."""

    status = 200
    title = "Your letters come here already"
    sentence = "Nothing more needs doing; every letter has a link to the page of what you get."


@dataclass(frozen=True)
class Asked:
    """What a link would move: whose letters, and where to."""

    subscriber: Subscriber
    new_email: str
    lists: list[MailingList]


def ask(subscriber: Subscriber, new: str) -> None:
    """Mail a normalised address the link that moves the letters to it.

    The answer and its time are the same for an address that must not be mailed, and whoever has
    letters at the new one is not looked for before its owner presses the button.
    """
    token = MOVE.sign(s=subscriber.id, v=subscriber.link_version, n=new)
    link = public_url("subscriptions.move", token=token)
    if throttle.may_mail(new) and not is_suppressed(new):
        outbox.queue("subscriptions/move", new, link=link)
    else:
        compose("subscriptions/move", new, link=link)


def look_up(token: str) -> Asked:
    """What a mailed link asks for.

    Raises MovedAlready, AddressSuppressed, LinkInvalid or LinkExpired.
    """
    payload = MOVE.read(token)
    subscriber = db.session.get(Subscriber, payload["s"])
    if subscriber is None or subscriber.link_version != payload["v"]:
        raise MovedAlready if _is_done(payload["s"], payload["n"]) else LinkExpired
    if is_suppressed(payload["n"]):
        raise joining.AddressSuppressed
    lists = [one.mailing_list for one in readdressing.going(subscriber)]
    return Asked(subscriber, payload["n"], lists)


def move(token: str, proof: Proof) -> Subscriber:
    """Move the letters, tell the old address, and return who gets them from now on.

    Of two at once with one link the second finds it done. Raises as ``look_up`` does.
    """
    asked = look_up(token)
    other = db.session.scalar(subscriber_by_email(asked.new_email))
    readdressing.hold([one.id for one in (asked.subscriber, other) if one])
    subscriber = look_up(token).subscriber
    moved = SubscriberMove(
        subscriber_id=subscriber.id, old_email=subscriber.email, new_email=asked.new_email
    )
    moved.moved_at = clock.now()
    holder = readdressing.go_to(subscriber, asked.new_email, proof)
    moved.into_id = None if holder is subscriber else holder.id
    db.session.add(moved)
    db.session.flush()
    returning.announce(moved)
    return holder


def _is_done(subscriber_id: int, email: str) -> bool:
    """Whether the last move of a person, not undone, went to an address."""
    newest = (
        select(SubscriberMove)
        .where(SubscriberMove.subscriber_id == subscriber_id)
        .order_by(SubscriberMove.id.desc())
        .limit(1)
    )
    found = db.session.scalar(newest)
    return found is not None and found.undone_at is None and found.new_email == email
