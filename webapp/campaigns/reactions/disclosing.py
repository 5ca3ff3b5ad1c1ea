"""Disclosing to the owner of an address what was noted of their doings with letters."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from ...accounts.models import Account
from ...accounts.rights.exporting import Entry, contributes_by_address, leaves_out
from ...extensions import db
from ...subscriptions.models import Subscriber
from ..models import Campaign
from .models import LetterLink, Reaction

leaves_out(
    "clicks",
    "For minutes: a link followed, with a keyed hash of network and program or the number of a "
    "letter to one address. It is counted and then deleted.",
)


@contributes_by_address(
    "what-you-did-with-letters",
    "Letters you left by or complained of, that came back from your address, and, of lists that "
    "say so, those you opened and the links you followed.",
    "reactions",
)
def reactions_of(account: Account) -> Iterator[Entry]:
    """Reactions of the subscriber with the account’s address."""
    query = (
        select(Reaction, Campaign.subject, LetterLink.url)
        .join(Campaign, Campaign.id == Reaction.campaign_id)
        .join(Subscriber, Subscriber.id == Reaction.subscriber_id)
        .outerjoin(LetterLink, LetterLink.id == Reaction.link_id)
        .where(Subscriber.email == account.email)
        .order_by(Reaction.at)
    )
    for one, subject, url in db.session.execute(query):
        yield {"letter": subject, "what": one.kind, "link": url or "", "at": one.at}
