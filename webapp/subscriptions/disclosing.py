"""Disclosing to the owner of an address what this package keeps about it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from ..accounts.models import Account
from ..accounts.rights.exporting import Entry, contributes, contributes_by_address
from ..extensions import db
from .models import (
    Farewell,
    ListKeeper,
    MailingList,
    Subscriber,
    SubscriberMove,
    Subscription,
    consents_about,
    subscriber_by_email,
    suppression_of,
)


@contributes_by_address(
    "subscriber",
    "Your address as one that letters go to, and why none goes there, if that is so.",
    *("subscribers", "suppressions"),
)
def subscriber(account: Account) -> Iterator[Entry]:
    """The subscriber with the account’s address, and what keeps letters from it."""
    found = db.session.scalar(subscriber_by_email(account.email))
    stops = db.session.scalars(suppression_of(account.email)).all()
    if found:
        yield {
            "address": found.email,
            "name": found.name,
            "first asked": found.created_at,
            "address proven": found.confirmed_at,
            "paused until": found.paused_until,
            **found.attributes,
        }
    for stop in stops:
        yield {
            "never written to, because": stop.reason,
            "since": stop.since,
            "evidence": stop.evidence,
        }


@contributes_by_address(
    "letters", "Letters you asked for, those you left included.", "subscriptions", "farewells"
)
def letters(account: Account) -> Iterator[Entry]:
    """Subscriptions of the address."""
    query = (
        select(Subscription, Farewell)
        .join(Subscription.subscriber)
        .outerjoin(Farewell, Farewell.subscription_id == Subscription.id)
        .where(Subscriber.email == account.email)
        .options(joinedload(Subscription.mailing_list))
        .order_by(Subscription.id)
    )
    for one, farewell in db.session.execute(query):
        yield {
            "letter": one.mailing_list.name,
            "asked": one.asked_at,
            "by": one.source,
            "confirmed": one.confirmed_at,
            "ended": one.ended_at,
            "why it ended": one.ended_reason,
            "how many": one.frequency,
            "why you left": farewell.reason if farewell else "",
            "in your words": farewell.words if farewell else "",
        }


@contributes_by_address(
    "letters-moved",
    "Changes of the address your letters go to: kept for eight days, so that they can be undone.",
    "subscriber_moves",
)
def moves(account: Account) -> Iterator[Entry]:
    """Moves from the address, or to it."""
    theirs = or_(
        SubscriberMove.old_email == account.email, SubscriberMove.new_email == account.email
    )
    for one in db.session.scalars(select(SubscriberMove).where(theirs).order_by(SubscriberMove.id)):
        yield {
            "from": one.old_email,
            "to": one.new_email,
            "moved": one.moved_at,
            "undone": one.undone_at,
        }


@contributes_by_address(
    "consent",
    "The record of what you agreed to. The law asks us to be able to prove it, so it stays when "
    "you leave a letter.",
    *("consents", "consent_details"),
)
def consent(account: Account) -> Iterator[Entry]:
    """The consent record of the address."""
    for one in db.session.scalars(consents_about(account.email)):
        yield {
            "number": one.id,
            "when": one.at,
            "letter": one.mailing_list.name if one.mailing_list else "",
            "what": one.event,
            "why": one.reason,
            "by": one.source,
            "link": one.link,
            "words you agreed to": one.wording,
            "their version": one.wording_version,
            "evidence": one.evidence,
            "network": one.network_address,
            "browser": one.user_agent,
        }


@contributes("lists-you-manage", "Mailing lists you may manage for the paper.", "list_keepers")
def lists_managed(account: Account) -> Iterator[Entry]:
    """Lists that the account keeps."""
    query = (
        select(MailingList.name)
        .join(ListKeeper, ListKeeper.list_id == MailingList.id)
        .where(ListKeeper.account_id == account.id)
        .order_by(MailingList.name)
    )
    for name in db.session.scalars(query):
        yield {"list": name}
