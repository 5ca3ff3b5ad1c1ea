"""Preferring: a person's own page; its link came by mail, and so proves the address."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlalchemy import or_, select

from .. import clock, throttle
from ..extensions import db
from ..mail import outbox
from ..mail.composing import compose
from ..outcomes import LinkExpired
from . import joining, leaving, links, spacing, timing, welcoming
from .consenting import Proof
from .models import (
    Ended,
    Frequency,
    MailingList,
    Subscriber,
    Subscription,
    Suppression,
    is_live,
    open_subscriptions,
    subscriber_by_email,
    suppression_of,
)
from .suppressing import is_suppressed


@dataclass(frozen=True)
class Preferences:
    """A person, the lists they may choose from, and what they have."""

    subscriber: Subscriber
    offered: list[MailingList]
    subscriptions: dict[int, Subscription]  # the open ones, by list
    suppression: Suppression | None  # what keeps letters from the address

    @property
    def chosen(self) -> set[str]:
        """Slugs of the lists the person gets."""
        return {one.slug for one in self.offered if self._has(one, confirmed=True)}

    @property
    def waiting(self) -> set[str]:
        """Slugs of the lists that were asked for and wait to be confirmed."""
        return {one.slug for one in self.offered if self._has(one, confirmed=False)}

    def frequency_of(self, one: MailingList) -> str:
        """How many letters of a list the person takes; every one, where they get none."""
        found = self.subscriptions.get(one.id)
        return found.frequency if found else Frequency.EVERY

    def hour_of(self, one: MailingList) -> int:
        """The hour at which a digest comes to the person."""
        return timing.hour_of(one, self.subscriptions.get(one.id))

    def _has(self, one: MailingList, *, confirmed: bool) -> bool:
        found = self.subscriptions.get(one.id)
        return found is not None and found.is_mailable == confirmed


@dataclass(frozen=True)
class Changes:
    """What a person changed."""

    joined: list[MailingList]
    left: list[MailingList]
    spaced: list[MailingList]  # that come more or less often from now on
    timed: list[MailingList]  # that come at another hour from now on


def look_up(token: str) -> Preferences:
    """The page behind a preference link. Raises LinkInvalid, LinkExpired."""
    named = links.read_preferences(token)
    subscriber = db.session.get(Subscriber, named.subscriber_id)
    if subscriber is None or subscriber.link_version != named.link_version:
        raise LinkExpired
    return preferences_of(subscriber)


def preferences_of(subscriber: Subscriber) -> Preferences:
    """What a subscriber has, and may choose from."""
    found = {s.list_id: s for s in db.session.scalars(open_subscriptions(subscriber))}
    stop = db.session.scalar(suppression_of(subscriber.email))
    return Preferences(subscriber, _offered(set(found)), found, stop)


def choose(
    preferences: Preferences,
    wanted: AbstractSet[str],
    often: Mapping[str, str],
    proof: Proof,
    hours: Mapping[str, int] | None = None,
) -> Changes:
    """Get exactly the ``wanted`` lists (slugs) from now on, each as ``often`` says of its slug.

    ``hours`` says at which hour digests come, by slug. What waits to be confirmed and is not
    ticked goes on waiting. Raises AddressSuppressed.
    """
    new = [one for one in preferences.offered if one.slug in wanted - preferences.chosen]
    gone = [one for one in preferences.offered if one.slug in preferences.chosen - wanted]
    kept = [one for one in preferences.offered if one.slug in wanted & preferences.chosen]
    joined = joining.join(preferences.subscriber, new, "preferences", proof)
    welcoming.welcome_at_once(joined)
    ended = [preferences.subscriptions[one.id] for one in gone]
    leaving.end(ended, Ended.PREFERENCES, proof)
    by_list = {one.id: often[one.slug] for one in [*new, *kept] if one.slug in often}
    subscriptions = [*joined, *(preferences.subscriptions[one.id] for one in kept)]
    spaced = spacing.space(subscriptions, by_list, proof)
    at = {one.id: hours[one.slug] for one in [*new, *kept] if hours and one.slug in hours}
    timed = timing.set_hours(subscriptions, at, proof)
    preferences.subscriber.prove(clock.now())
    return Changes(
        new,
        gone,
        [one for one in kept if one.id in spaced],
        [one for one in kept if one.id in timed],
    )


def send_link(email: str) -> None:
    """Mail a person the link to their page; the same time passes when nobody gets one."""
    may_mail = throttle.may_mail(email)
    subscriber = db.session.scalar(subscriber_by_email(email))
    if subscriber is None or is_suppressed(email) or not may_mail:
        nobody = Subscriber(id=0, link_version=0)
        compose("subscriptions/preferences", email, link=links.preferences_url(nobody))
        return
    link = links.preferences_url(subscriber)
    outbox.queue("subscriptions/preferences", email, link=link)


def _offered(chosen: AbstractSet[int]) -> list[MailingList]:
    """Live lists that are public, or that the person is on."""
    query = (
        select(MailingList)
        .where(is_live(), or_(MailingList.is_public, MailingList.id.in_(chosen)))
        .order_by(MailingList.position, MailingList.name)
    )
    return list(db.session.scalars(query))
