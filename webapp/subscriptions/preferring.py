"""Preferring: a person's own page; its link came by mail, and so proves the address."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlalchemy import or_, select

from .. import clock, throttle
from ..extensions import db
from ..mail import outbox
from ..mail.composing import compose
from ..outcomes import LinkExpired
from . import joining, leaving, links
from .consenting import Proof
from .models import (
    Ended,
    MailingList,
    Subscriber,
    Subscription,
    open_subscriptions,
    subscriber_by_email,
)


@dataclass(frozen=True)
class Preferences:
    """A person, the lists they may choose from, and what they have."""

    subscriber: Subscriber
    offered: list[MailingList]
    subscriptions: dict[int, Subscription]  # the open ones, by list

    @property
    def chosen(self) -> set[str]:
        """Slugs of the lists the person gets."""
        return {one.slug for one in self.offered if self._has(one, confirmed=True)}

    @property
    def waiting(self) -> set[str]:
        """Slugs of the lists that were asked for and wait to be confirmed."""
        return {one.slug for one in self.offered if self._has(one, confirmed=False)}

    def _has(self, one: MailingList, *, confirmed: bool) -> bool:
        found = self.subscriptions.get(one.id)
        return found is not None and found.is_mailable == confirmed


@dataclass(frozen=True)
class Changes:
    """What a person changed."""

    joined: list[MailingList]
    left: list[MailingList]


def look_up(token: str) -> Preferences:
    """The page behind a preference link. Raises LinkInvalid, LinkExpired."""
    named = links.read_preferences(token)
    subscriber = db.session.get(Subscriber, named.subscriber_id)
    if subscriber is None or subscriber.link_version != named.link_version:
        raise LinkExpired
    found = {s.list_id: s for s in db.session.scalars(open_subscriptions(subscriber))}
    return Preferences(subscriber, _offered(set(found)), found)


def choose(preferences: Preferences, wanted: AbstractSet[str], proof: Proof) -> Changes:
    """Get exactly the ``wanted`` lists (slugs) from now on.

    What waits to be confirmed and is not ticked goes on waiting. Raises AddressSuppressed.
    """
    new = [one for one in preferences.offered if one.slug in wanted - preferences.chosen]
    gone = [one for one in preferences.offered if one.slug in preferences.chosen - wanted]
    joining.join(preferences.subscriber, new, "preferences", proof)
    ended = [preferences.subscriptions[one.id] for one in gone]
    leaving.end(ended, Ended.PREFERENCES, proof)
    preferences.subscriber.prove(clock.now())
    return Changes(new, gone)


def send_link(email: str) -> None:
    """Mail a person the link to their page; the same time passes when nobody gets one."""
    may_mail = throttle.may_mail(email)
    subscriber = db.session.scalar(subscriber_by_email(email))
    if subscriber is None or joining.is_suppressed(email) or not may_mail:
        nobody = Subscriber(id=0, link_version=0)
        compose("subscriptions/preferences", email, link=links.preferences_url(nobody))
        return
    link = links.preferences_url(subscriber)
    outbox.queue("subscriptions/preferences", email, link=link)


def _offered(chosen: AbstractSet[int]) -> list[MailingList]:
    """Open lists that are public, or that the person is on."""
    query = (
        select(MailingList)
        .where(
            MailingList.closed_at.is_(None), or_(MailingList.is_public, MailingList.id.in_(chosen))
        )
        .order_by(MailingList.position, MailingList.name)
    )
    return list(db.session.scalars(query))
