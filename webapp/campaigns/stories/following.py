"""Following: letters of which each reader gets only the stories that they follow.

Which those are is decided at the claim, by what the reader follows then, and kept with the
delivery: a letter that is tried again is the same letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, select

from ...accounts.models import Account
from ...loading import add_rows
from ...reading.following import KINDS
from ...reading.models import Article, ArticleTopic, Follow
from ..models import Campaign, Delivery, DeliveryState
from ..turning import Turn
from .models import DeliveryStory, LetterStory

# Why a reader does not get a letter.
FOLLOWS_NOTHING, NOTHING_NEW = "follows nothing", "nothing new of what they follow"
GOT_NOTHING = (DeliveryState.SKIPPED, DeliveryState.FAILED)
Things = set[tuple[str, int]]  # like ("section", 3)


class Chosen(NamedTuple):
    """The stories of each delivery, by their ids, and why the others are skipped."""

    stories: dict[int, tuple[int, ...]]
    reasons: dict[int, str]


def choose(connection: Connection, campaign_id: int, rows: Sequence[Turn], most: int) -> Chosen:
    """Choose at most so many stories of a letter for each of the claimed deliveries.

    A handful of questions, however many the deliveries are. The caller holds the deliveries.
    """
    stories = _kept(connection, [row.id for row in rows])
    new = [row for row in rows if row.id not in stories]
    if not new:
        return Chosen(stories, {})
    letter, had = about(connection, campaign_id), _had(connection, campaign_id, new)
    followed = _followed(connection, [row.email for row in new])
    reasons = {}
    for row in new:
        things = followed.get(row.email, set())
        theirs = [
            one for one, of in letter.items() if of & things and one not in had[row.subscriber_id]
        ]
        if theirs:
            stories[row.id] = tuple(theirs[:most])
        else:
            reasons[row.id] = NOTHING_NEW if things else FOLLOWS_NOTHING
    _keep(connection, {row.id: stories[row.id] for row in new if row.id in stories})
    return Chosen(stories, reasons)


def _kept(connection: Connection, ids: list[int]) -> dict[int, tuple[int, ...]]:
    """What was chosen for deliveries that are claimed once more."""
    columns = (DeliveryStory.delivery_id, DeliveryStory.article_id)
    query = select(*columns).where(DeliveryStory.delivery_id.in_(ids))
    found: dict[int, list[int]] = defaultdict(list)
    for delivery_id, article_id in connection.execute(query.order_by(DeliveryStory.position)):
        found[delivery_id].append(article_id)
    return {delivery_id: tuple(stories) for delivery_id, stories in found.items()}


def _keep(connection: Connection, chosen: Mapping[int, tuple[int, ...]]) -> None:
    rows = (
        (delivery_id, article_id, position)
        for delivery_id, stories in chosen.items()
        for position, article_id in enumerate(stories, start=1)
    )
    add_rows(connection, DeliveryStory, rows)


def about(connection: Connection, campaign_id: int) -> dict[int, Things]:
    """The stories of the letter in their order, each with what a reader may follow it by."""
    of_letter = LetterStory.campaign_id == campaign_id
    stories = select(Article.id, Article.section_id, Article.author_id).join(LetterStory)
    topics = select(ArticleTopic.article_id, ArticleTopic.topic_id).join(
        LetterStory, LetterStory.article_id == ArticleTopic.article_id
    )
    found = {
        article_id: {("section", section_id), ("author", author_id)}
        for article_id, section_id, author_id in connection.execute(
            stories.where(of_letter).order_by(LetterStory.position)
        )
    }
    for article_id, topic_id in connection.execute(topics.where(of_letter)):
        found[article_id].add(("topic", topic_id))
    return found


def _followed(connection: Connection, emails: list[str]) -> dict[str, Things]:
    """What the owners of addresses follow with their accounts."""
    columns = [column for _, column in KINDS.values()]
    query = (
        select(Account.email, *columns)
        .join(Follow, Follow.account_id == Account.id)
        .where(Account.email.in_(emails), *may_follow())
    )
    found: dict[str, Things] = defaultdict(set)
    for email, *ids in connection.execute(query):
        found[email] |= {(k, id_) for k, id_ in zip(KINDS, ids, strict=True) if id_ is not None}
    return found


def may_follow() -> list[ColumnElement[bool]]:
    """Whether what an account follows counts: its address is confirmed, and it is not disabled."""
    return [Account.confirmed_at.is_not(None), Account.disabled_at.is_(None)]


def brought(campaign_id: int, list_id: int | ScalarSelect[int]) -> Select[int, int]:
    """To whom other letters of a list have brought which of the stories of this one."""
    of_letter = select(LetterStory.article_id).where(LetterStory.campaign_id == campaign_id)
    return (
        select(Delivery.subscriber_id, DeliveryStory.article_id)
        .join(DeliveryStory, DeliveryStory.delivery_id == Delivery.id)
        .join(Campaign, Campaign.id == Delivery.campaign_id)
        .where(
            Delivery.campaign_id != campaign_id,
            Delivery.state.not_in(GOT_NOTHING),
            Campaign.list_id == list_id,
            DeliveryStory.article_id.in_(of_letter),
        )
    )


def _had(connection: Connection, campaign_id: int, rows: Sequence[Turn]) -> dict[int, set[int]]:
    """Which of the stories the list has brought readers before, at whatever hour."""
    own = select(Campaign.list_id).where(Campaign.id == campaign_id).scalar_subquery()
    query = brought(campaign_id, own).where(
        Delivery.subscriber_id.in_([row.subscriber_id for row in rows])
    )
    found: dict[int, set[int]] = defaultdict(set)
    for subscriber_id, article_id in connection.execute(query):
        found[subscriber_id].add(article_id)
    return found
