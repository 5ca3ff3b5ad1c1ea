"""Sampling: the one letter of a list that shows what it is like, before anybody subscribes."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from ..extensions import db
from ..subscriptions.models import MailingList, has_page
from .models import Campaign


def sample_of(mailing_list: MailingList) -> Campaign | None:
    """The letter that is the list’s sample, if one is."""
    found = select(Campaign).where(Campaign.list_id == mailing_list.id, Campaign.is_sample)
    return db.session.scalar(found)


def samples() -> dict[int, Campaign]:
    """The sample of every list that has a page and a sample, by the id of the list."""
    chosen = select(Campaign).join(Campaign.mailing_list).where(Campaign.is_sample, has_page())
    found = db.session.scalars(chosen.options(contains_eager(Campaign.mailing_list)))
    return {campaign.list_id: campaign for campaign in found}


def letters_of(mailing_list: MailingList) -> Select[Campaign]:
    """Every letter of a list, sent or not, newest first: each may be its sample."""
    return select(Campaign).where(Campaign.list_id == mailing_list.id).order_by(Campaign.id.desc())


def choose(mailing_list: MailingList, campaign_id: int) -> None:
    """Make a letter of the list its sample; 0: none. Whoever chooses at once is waited for."""
    db.session.execute(
        select(MailingList.id).where(MailingList.id == mailing_list.id).with_for_update()
    )
    before = sample_of(mailing_list)
    if before is not None and before.id != campaign_id:
        before.is_sample = False
        db.session.flush()  # the index allows one, at every moment
    chosen = db.session.scalar(letters_of(mailing_list).where(Campaign.id == campaign_id))
    if chosen is not None:
        chosen.is_sample = True
