"""The demo's readership: invented subscribers at reserved domains, over the past year.

They come in by the import as a list manager would bring them, then some leave and some cannot be
reached, so that the figures and charts of a list have something to show.
"""

from __future__ import annotations

import datetime as dt
import io
import random

from sqlalchemy import select

from ..extensions import db
from ..subscriptions import leaving
from ..subscriptions.consenting import Proof
from ..subscriptions.importing.bringing import take_at_once
from ..subscriptions.models import (
    Ended,
    MailingList,
    Subscriber,
    Subscription,
    Suppression,
)

FIRST = ("ainur", "bolat", "clara", "daniyar", "erik", "fatima", "gulnar", "hana", "ivan", "janel")
SECOND = (
    "apple",
    "birch",
    "crane",
    "dune",
    "eagle",
    "felt",
    "glacier",
    "heron",
    "island",
    "juniper",
)
DOMAINS = ("example.com", "example.org", "example.net")
SIZES = {
    "the-morning-brief": 260,
    "the-week": 340,
    "roads": 150,
    "the-evening-digest": 140,
    "breaking": 190,
}
PROOF = Proof("import, demo newspaper", evidence="Invented, like everybody on this list.")
A_YEAR = 365  # days
WAIT, LEAVE, BOUNCE = 0.06, 0.12, 0.02  # the part of a list that does so


def load_readers(anchor: dt.datetime) -> None:
    """Fill the demo's lists with readers who joined within the year before ``anchor``."""
    dice = random.Random("readers of the demo newspaper")
    for one in db.session.scalars(select(MailingList).order_by(MailingList.position)):
        if size := SIZES.get(one.slug):
            take_at_once(_file(size, anchor, dice), one, PROOF)
            _let_some_leave(one, anchor, dice)
    _suppress_some(anchor, dice)


def _file(size: int, anchor: dt.datetime, dice: random.Random) -> io.BytesIO:
    """A file as another system would export it: more people joined lately than long ago."""
    lines = ["email,confirmed_at"]
    for address in dice.sample(_addresses(), size):
        day = A_YEAR - A_YEAR * dice.random() ** 0.7
        joined = anchor - dt.timedelta(days=day, minutes=dice.randrange(600))
        waits = day < A_YEAR / 12 and dice.random() < WAIT * 4
        lines.append(f"{address},{'' if waits else joined.isoformat()}")
    return io.BytesIO("\n".join(lines).encode())


def _addresses() -> list[str]:
    return [f"{a}.{b}{n}@{DOMAINS[n % 3]}" for a in FIRST for b in SECOND for n in range(1, 7)]


def _let_some_leave(mailing_list: MailingList, anchor: dt.datetime, dice: random.Random) -> None:
    confirmed = (Subscription.list_id == mailing_list.id, Subscription.confirmed_at.is_not(None))
    found = db.session.scalars(select(Subscription).where(*confirmed).order_by(Subscription.id))
    for subscription in [one for one in found if dice.random() < LEAVE]:
        stayed = (anchor - (subscription.confirmed_at or anchor)) * dice.random()
        leaving.end([subscription], Ended.UNSUBSCRIBED, PROOF)
        subscription.ended_at = (subscription.confirmed_at or anchor) + stayed


def _suppress_some(anchor: dt.datetime, dice: random.Random) -> None:
    for address in db.session.scalars(select(Subscriber.email).order_by(Subscriber.id)):
        if dice.random() < BOUNCE:
            since = anchor - dt.timedelta(days=dice.randrange(60))
            words = "550 5.1.1 No such mailbox (invented)"
            db.session.add(
                Suppression(email=address, reason="bounced", evidence=words, since=since)
            )
