"""Vouching: a link mailed just now proves who asks, for what a forwarded letter must not open.

The link to a person’s page stands in every letter, and letters are passed on. What is kept about a
person, and its erasure, are for who can read the mail of the address today.
"""

from __future__ import annotations

import datetime as dt

from .. import throttle
from ..accounts.rights import erasing, packing
from ..extensions import db
from ..mail import outbox
from ..outcomes import LinkExpired
from ..templating import public_url
from ..tokens import Purpose
from . import readdressing
from .models import Subscriber

DATA = Purpose("subscriptions.data", dt.timedelta(days=1))


def ask(subscriber: Subscriber) -> None:
    """Mail the address its link, also one that must not be mailed: its owner’s page asked."""
    if throttle.may_mail(subscriber.email):
        token = DATA.sign(s=subscriber.id, v=subscriber.link_version)
        link = public_url("subscriptions.own_data", token=token)
        outbox.queue("subscriptions/data", subscriber.email, link=link)


def look_up(token: str) -> Subscriber:
    """Who asked. Raises LinkInvalid, and LinkExpired once the address was erased or moved."""
    payload = DATA.read(token)
    found = db.session.get(Subscriber, payload["s"])
    if found is None or found.link_version != payload["v"]:
        raise LinkExpired
    return found


def everything(token: str) -> bytes:
    """A zip file with all that is kept under the address. Raises as ``look_up`` does."""
    return packing.pack_by_address(look_up(token).email)


def erase(token: str) -> None:
    """Erase what is kept under the address; of two at once the second finds it done.

    Raises as ``look_up`` does.
    """
    readdressing.hold([look_up(token).id])
    erasing.erase_address(look_up(token).email)
