"""Lettering: from the form of a campaign to the campaign, and the word that launches it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from ..accounts.models import Account
from ..campaigns import drafting
from ..campaigns.models import Campaign
from ..campaigns.outcomes import AlreadyLaunched
from ..extensions import db
from ..subscriptions.models import MailingList
from .forms.campaigns import CampaignForm

# Up to as many recipients the button itself sends; for more, their number is typed.
SENT_BY_BUTTON = 1_000
# As the list grows while a person reads the page: by how many % the audience may exceed the number.
GROWTH = 1


def draft_to_change(campaign_id: int, *, hold: bool) -> Campaign:
    """A letter that was not launched; ``hold`` keeps it from being launched until the commit.

    Raises AlreadyLaunched.
    """
    campaign = db.get_or_404(Campaign, campaign_id, with_for_update=hold)
    if not campaign.is_draft:
        raise AlreadyLaunched
    return campaign


def lists_to_write_to() -> Sequence[MailingList]:
    """The lists that take letters, in their order."""
    is_open = select(MailingList).where(MailingList.closed_at.is_(None))
    return db.session.scalars(is_open.order_by(MailingList.position, MailingList.name)).all()


def write(form: CampaignForm, account: Account) -> Campaign:
    """A new letter as the form says."""
    preheader = form.preheader.data or ""
    campaign = drafting.draft(_list_of(form), *_words(form), preheader=preheader)
    campaign.created_by_id = account.id
    return campaign


def rewrite(form: CampaignForm, campaign: Campaign) -> None:
    """Change a letter as the form says."""
    drafting.revise(campaign, *_words(form), preheader=form.preheader.data or "")
    campaign.mailing_list = _list_of(form)
    db.session.flush()


def is_meant(typed: str, shown: int, audience: int) -> bool:
    """Whether a letter to ``audience`` may go: few get it, or the number shown was typed."""
    if audience <= SENT_BY_BUTTON:
        return True
    figures = "".join(character for character in typed if character.isdecimal())
    return figures == str(shown) and audience <= shown + shown * GROWTH // 100


def _list_of(form: CampaignForm) -> MailingList:
    return db.session.get_one(MailingList, form.list_id.data)


def _words(form: CampaignForm) -> tuple[str, str]:
    return form.subject.data or "", form.body.data or ""
