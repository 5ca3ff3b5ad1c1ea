"""Scheduling: a campaign is launched by itself, once, at the time that staff chose."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Select, select

from .. import clock
from ..extensions import db
from ..jobs import job
from ..outcomes import Outcome
from . import launching
from .clearing import clear
from .models import Campaign
from .states import CampaignState, Step, StepRefused
from .stepping import take, tell

# Nobody expects yesterday’s letter: where no worker ran for longer, or an old backup came back, it
# is looked at by a person first.
LATE = dt.timedelta(hours=6)
MISSED = (
    "Nothing was running when this letter was to be sent, {at:%-d %B %Y, %H:%M} UTC. "
    "See whether it is still of use, then send it or schedule it anew."
)
FARTHEST = dt.timedelta(days=366)


class TimeRefused(Outcome):
    """A letter cannot be scheduled for that time."""

    title = "This time cannot be scheduled"


def schedule(campaign: Campaign, at: dt.datetime) -> None:
    """Have it launched at a time to come. Raises StepRefused, TimeRefused, Held and as a launch."""
    take(campaign, Step.SCHEDULE)
    now = clock.now()
    if at <= now:
        raise TimeRefused("That time is over; choose one to come, or send it now.")
    if at > now + FARTHEST:
        raise TimeRefused("That is more than a year ahead; choose a nearer time.")
    launching.check(campaign)
    clear(campaign)
    campaign.scheduled_at, campaign.held_because = at, ""


def take_back(campaign: Campaign) -> None:
    """Make it a draft again. Raises StepRefused, when it was launched meanwhile for one."""
    take(campaign, Step.TAKE_BACK)
    campaign.scheduled_at = None


def due() -> Select[int]:
    """Campaigns whose time has come, by their ids, in that order."""
    is_due = (Campaign.state == CampaignState.SCHEDULED, Campaign.scheduled_at <= clock.now())
    return select(Campaign.id).where(*is_due).order_by(Campaign.scheduled_at, Campaign.id)


@job(every=dt.timedelta(minutes=1))
def launch_due() -> None:
    """Launch every campaign whose time has come, each in a transaction of its own.

    Whoever else does so at the same moment waits for the campaign, and finds it launched. One that
    cannot be launched is a draft again, which says why.
    """
    for campaign_id in db.session.scalars(due()).all():
        try:
            _launch(campaign_id)
        except StepRefused:  # launched or taken back since we looked
            db.session.rollback()
        except Outcome as problem:
            db.session.rollback()
            _hold_back(campaign_id, problem.sentence)
        db.session.commit()


def _launch(campaign_id: int) -> None:
    campaign = db.session.get_one(Campaign, campaign_id)
    launching.hold(campaign)
    at = campaign.scheduled_at
    if campaign.state != CampaignState.SCHEDULED or at is None or at > clock.now():
        return
    if clock.now() - at > LATE:
        raise TimeRefused(MISSED.format(at=at))
    launching.launch(campaign)
    number = f"to {campaign.audience:,}, as scheduled"
    tell(db.session.connection(), campaign_id, "sent letter", number)


def _hold_back(campaign_id: int, sentence: str) -> None:
    campaign = db.session.get_one(Campaign, campaign_id)
    try:
        take_back(campaign)
    except StepRefused:
        return
    campaign.held_because = sentence
    db.session.flush()
    tell(db.session.connection(), campaign_id, "held letter", sentence)
