"""Lettering: from the form of a campaign to the campaign, and the word that launches it."""

from __future__ import annotations

from flask import abort
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ..accounts.models import Account
from ..accounts.staff import appointing
from ..campaigns import beginning, drafting
from ..campaigns.audience import reaching
from ..campaigns.models import Campaign
from ..campaigns.states import Step
from ..extensions import db
from ..subscriptions.keeping import is_kept_by
from ..subscriptions.models import ListState, MailingList
from .forms.campaigns import CampaignForm
from .listkeeping import lists_of

# Up to as many recipients the button itself sends; for more, their number is typed.
SENT_BY_BUTTON = 1_000
# As the list grows while a person reads the page: by how many % the audience may exceed the number.
GROWTH = 1


def campaigns_of(account: Account) -> Select[Campaign]:
    """Campaigns of the lists an account may manage, with their lists, newest first."""
    return (
        select(Campaign)
        .where(is_kept_by(account, Campaign.list_id))
        .options(joinedload(Campaign.mailing_list))
        .order_by(Campaign.id.desc())
    )


def campaign_of(account: Account, campaign_id: int, *, hold: bool = False) -> Campaign:
    """A campaign of a list an account may manage; 404 when there is none."""
    asked = select(Campaign).where(
        Campaign.id == campaign_id, is_kept_by(account, Campaign.list_id)
    )
    found: Campaign = db.first_or_404(asked.with_for_update() if hold else asked)
    return found


def campaign_for(account: Account, campaign_id: int, step: Step, *, hold: bool) -> Campaign:
    """A campaign with which the step can be taken; ``hold`` keeps it there until the commit.

    Raises StepRefused.
    """
    campaign = campaign_of(account, campaign_id, hold=hold)
    step.leads_from(campaign.state)
    return campaign


def launched_campaign(account: Account, campaign_id: int) -> Campaign:
    """A campaign that was launched; 404 when there is none."""
    campaign = campaign_of(account, campaign_id)
    return campaign if campaign.launched_at else abort(404)


def draft_to_change(account: Account, campaign_id: int, *, hold: bool) -> Campaign:
    """A draft; held, it is kept from being launched until the commit, and changed by the account.

    Raises StepRefused.
    """
    campaign = campaign_for(account, campaign_id, Step.EDIT, hold=hold)
    if hold:
        campaign.changed_by_id = account.id
    return campaign


def colleagues() -> list[Account]:
    """Everyone on the staff, in the order of their addresses."""
    return list(db.session.scalars(appointing.staff()))


def lists_to_write_to(account: Account) -> list[MailingList]:
    """The lists an account may write to, in their order; to a draft, to have it tested."""
    return [one for one in lists_of(account) if one.state != ListState.CLOSED]


def write(form: CampaignForm, account: Account) -> Campaign:
    """A new letter as the form says, with the blocks that letters of its list begin with."""
    (subject, preheader), mailing_list = _head(form), _list_of(form)
    usual, blocks = beginning.beginning_of(mailing_list)
    campaign = drafting.draft_of(mailing_list, subject, blocks, preheader=preheader or usual)
    campaign.created_by_id = campaign.changed_by_id = account.id
    _address(campaign, form)
    return campaign


def rewrite(form: CampaignForm, campaign: Campaign) -> None:
    """Change what an inbox shows of a letter, and to whom it goes, as the form says."""
    subject, preheader = _head(form)
    drafting.revise(campaign, subject, preheader=preheader)
    if campaign.list_id != form.list_id.data:
        campaign.is_sample = False  # of the list that it leaves
    campaign.mailing_list = _list_of(form)
    _address(campaign, form)
    db.session.flush()


def _address(campaign: Campaign, form: CampaignForm) -> None:
    """Say to whom a letter goes, besides its own list."""
    reaching.put_together(campaign, form.parts)
    campaign.segment_id = form.segment_id.data or None
    campaign.is_across_lists = bool(form.is_across_lists.data)


def has_many(audience: int) -> bool:
    """Whether so many get a letter that their number is to be typed."""
    return audience > SENT_BY_BUTTON


def is_meant(typed: str, shown: int, audience: int) -> bool:
    """Whether a letter to ``audience`` may go: few get it, or the number shown was typed."""
    if not has_many(audience):
        return True
    figures = "".join(character for character in typed if character.isdecimal())
    return figures == str(shown) and audience <= shown + shown * GROWTH // 100


def _list_of(form: CampaignForm) -> MailingList:
    return db.session.get_one(MailingList, form.list_id.data)


def _head(form: CampaignForm) -> tuple[str, str]:
    return form.subject.data or "", form.preheader.data or ""
