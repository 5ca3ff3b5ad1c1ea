"""Who is on a list: the rows of the tables of subscribers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from ..accounts.models import Account
from ..campaigns.models import Campaign, Delivery
from ..extensions import db
from ..subscriptions.keeping import is_kept_by, keeps_all
from ..subscriptions.models import Subscriber, Subscription, Suppression


def members_of(list_id: int, people: Sequence[int]) -> list[Subscription]:
    """The newest subscription to a list of each of some people, in their order."""
    query = (
        select(Subscription)
        .where(
            Subscription.subscriber_id.in_(people),
            Subscription.list_id == list_id,
            Subscription.is_newest,
        )
        .options(joinedload(Subscription.subscriber, innerjoin=True))
    )
    found = {one.subscriber_id: one for one in db.session.scalars(query)}
    return [found[person] for person in people if person in found]


def subscribers_of(people: Sequence[int]) -> list[Subscriber]:
    """The rows of some people, in their order."""
    query = select(Subscriber).where(Subscriber.id.in_(people))
    found = {one.id: one for one in db.session.scalars(query)}
    return [found[person] for person in people if person in found]


def lists_of_each(account: Account, people: Sequence[int]) -> dict[int, list[Subscription]]:
    """Of each of some people the newest subscription to each list that the account may manage."""
    query = (
        select(Subscription)
        .where(
            Subscription.subscriber_id.in_(people),
            Subscription.is_newest,
            is_kept_by(account, Subscription.list_id),
        )
        .options(joinedload(Subscription.mailing_list, innerjoin=True))
        .order_by(Subscription.list_id)
    )
    found = defaultdict(list)
    for one in db.session.scalars(query):
        found[one.subscriber_id].append(one)
    return found


def state_of(subscription: Subscription, email: str, suppressed: set[str]) -> str:
    """The state a row of the table shows."""
    if email in suppressed:
        return "suppressed"
    if subscription.ended_at is not None:
        return "left"
    return "confirmed" if subscription.confirmed_at else "awaiting"


def suppressed_among(emails: Sequence[str]) -> set[str]:
    """The addresses on a page of the table that must not be mailed."""
    return set(db.session.scalars(select(Suppression.email).where(Suppression.email.in_(emails))))


def suppressions_of(account: Account) -> Select[Suppression]:
    """Addresses that must not be mailed: all, or those that were ever on a list one manages."""
    if keeps_all(account):
        return select(Suppression)
    kept = select(Subscription.subscriber_id).where(is_kept_by(account, Subscription.list_id))
    emails = select(Subscriber.email).where(Subscriber.id.in_(kept))
    return select(Suppression).where(Suppression.email.in_(emails))


def last_letters(people: Sequence[int], list_id: int) -> dict[int, tuple[int, str]]:
    """Of each subscriber on a page: the last issue of the list sent to them, and its state."""
    newest = (
        select(func.max(Delivery.id))
        .join(Campaign, Campaign.id == Delivery.campaign_id)
        .where(Campaign.list_id == list_id, Delivery.subscriber_id.in_(people))
        .group_by(Delivery.subscriber_id)
    )
    query = (
        select(Delivery.subscriber_id, Campaign.issue, Delivery.state)
        .join(Campaign, Campaign.id == Delivery.campaign_id)
        .where(Delivery.id.in_(newest))
    )
    return {person: (issue or 0, state) for person, issue, state in db.session.execute(query)}
