"""Alerting: one published story to everyone on a list of breaking alerts, at once.

Once for each story and list, unless an editor confirms that it is to go again: the number of the
alert is part of its key, so that of two presses the database takes one.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from ..extensions import db
from ..outcomes import Outcome
from ..reading.models import Article
from ..subscriptions.models import ListKind, MailingList, is_live
from . import drafting, launching
from .audience import counting
from .blocks.kinds import Lead
from .blocks.taking import taken
from .models import Alert, Campaign


class AlreadyAlerted(Outcome):
    """Somebody sent the same alert in the meantime."""

    status = 409
    title = "This alert was sent already"
    sentence = "Look at the story again: it says when it went out, and you can send it once more."


class NothingToAlertOf(Outcome):
    """The story is not published."""

    status = 409
    title = "This story is not published"
    sentence = "Publish it first; an alert leads to it."


def alert_lists() -> Sequence[MailingList]:
    """The live lists of breaking alerts, in their order."""
    kept = select(MailingList).where(is_live(), MailingList.kind == ListKind.ALERT)
    return db.session.scalars(kept.order_by(MailingList.position, MailingList.name)).all()


def alerts_of(article: Article) -> Sequence[Alert]:
    """The alerts of a story, the newest first."""
    query = select(Alert).where(Alert.article_id == article.id).order_by(Alert.id.desc())
    return db.session.scalars(query).all()


def times(article: Article, mailing_list: MailingList, seen: int) -> int:
    """How often a story went out to a list as an alert, of those alerts up to the number ``seen``.

    Whoever sends one knows of these; one that came since makes theirs the same, and it is refused.
    """
    of_both = (Alert.article_id == article.id, Alert.list_id == mailing_list.id, Alert.id <= seen)
    return db.session.scalar(select(func.count()).select_from(Alert).where(*of_both)) or 0


def reached(mailing_list: MailingList) -> int:
    """How many an alert to a list reaches now."""
    return counting.count_audience(Campaign(mailing_list=mailing_list, list_id=mailing_list.id))


def send(article: Article, mailing_list: MailingList, number: int, account_id: int) -> Campaign:
    """Launch the alert that is the ``number``-th of its story and list, from 1.

    Raises NothingToAlertOf, AlreadyAlerted, and what launching raises.
    """
    if not article.is_published:
        raise NothingToAlertOf
    # Held first: whoever drafts holds the list a little, and launching would wait for them.
    db.session.refresh(mailing_list, with_for_update=True)
    story = taken([article.id])[0]
    campaign = drafting.draft_of(
        mailing_list, article.headline, [Lead(1, (story,))], preheader=article.standfirst
    )
    campaign.created_by_id = account_id
    key = {"list_id": mailing_list.id, "article_id": article.id, "number": number}
    try:
        with db.session.begin_nested():
            db.session.add(Alert(campaign_id=campaign.id, **key))
    except IntegrityError:
        raise AlreadyAlerted from None
    launching.launch(campaign)
    return campaign
