"""Figures that wait for someone, shown in the sidebar of every staff screen."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from ..accounts.models import Account
from ..campaigns.models import Campaign
from ..campaigns.states import CampaignState
from ..extensions import db
from ..reading.models import Submission
from ..subscriptions.keeping import is_kept_by
from ..subscriptions.models import MailingList
from .overview import count_drafts


@dataclass(frozen=True)
class Waiting:
    """What stands beside the sidebar's entries."""

    drafts: int
    submissions: int
    sending: int
    lists: int


def sidebar_counts(account: Account) -> Waiting:
    """All four figures in one query."""
    submissions = select(func.count()).where(Submission.settled_at.is_(None))
    sending = select(func.count()).where(
        Campaign.state == CampaignState.SENDING, is_kept_by(account, Campaign.list_id)
    )
    lists = select(func.count()).where(
        MailingList.closed_at.is_(None), is_kept_by(account, MailingList.id)
    )
    parts = (
        part.scalar_subquery() for part in (count_drafts(account), submissions, sending, lists)
    )
    return Waiting(*db.session.execute(select(*parts)).one())
