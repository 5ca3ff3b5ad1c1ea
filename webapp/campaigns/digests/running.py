"""Running a digest: put together and launched in one transaction, once.

The row of the run is unique for list, day and hour. Of two workers the second waits for the first’s
transaction and then finds the row; a worker that is killed leaves nothing, and the next sweep
begins anew. So there is no moment at which a digest is launched and not known to be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from ...extensions import db
from ...reading.models import Article
from .. import drafting, launching
from ..blocks.kinds import Block, Lead, StoryList
from ..blocks.taking import taken
from ..models import Campaign
from ..outcomes import NobodyToSendTo
from ..stories.selecting import subject_of
from .gathering import stories_for
from .models import DigestRules, DigestRun
from .timing import Due


def run(due: Due) -> Campaign | None:
    """Launch a digest that is due; None when it was done, nothing is new, or nobody gets it."""
    rules = db.session.get_one(DigestRules, due.list_id)
    # Held first: two runs of the list that each hold it a little would wait for each other.
    db.session.refresh(rules.mailing_list, with_for_update=True)
    made = _begin(due, _since(rules, due))
    if made is None:
        return None
    stories = stories_for(rules, due.hour, made.since, made.until)
    if not stories:
        return None
    try:
        with db.session.begin_nested():
            campaign = _written(rules, due.hour, stories)
            made.campaign_id = campaign.id
            launching.launch(campaign)
    except NobodyToSendTo:
        return None
    return campaign


def _begin(due: Due, since: dt.datetime) -> DigestRun | None:
    """The row of the run; None when another worker has made it."""
    made = DigestRun(list_id=due.list_id, day=due.day, hour=due.hour, since=since, until=due.at)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        return None
    return made


def _since(rules: DigestRules, due: Due) -> dt.datetime:
    """Where the last run of that hour ended; before the first one a day, or a week, back."""
    last = select(func.max(DigestRun.until)).where(
        DigestRun.list_id == due.list_id, DigestRun.hour == due.hour
    )
    return db.session.scalar(last) or due.at - rules.span


def _written(rules: DigestRules, hour: int, stories: Sequence[Article]) -> Campaign:
    lead, *others = stories
    subject = subject_of(lead.headline, len(others))
    preheader = others[0].headline if others else lead.standfirst
    blocks = list_of(stories) if rules.is_followed else blocks_of(stories)
    campaign = drafting.draft_of(rules.mailing_list, subject, blocks, preheader=preheader)
    campaign.hour, campaign.most_followed = hour, rules.most if rules.is_followed else None
    db.session.flush()  # launching reads it afresh
    return campaign


def blocks_of(stories: Sequence[Article]) -> list[Block]:
    """A digest’s letter: the first story large, the others in a list."""
    lead, *others = taken([one.id for one in stories])
    blocks: list[Block] = [Lead(1, (lead,))]
    return [*blocks, StoryList(2, stories=tuple(others))] if others else blocks


def list_of(stories: Sequence[Article]) -> list[Block]:
    """The stories among which each reader gets what they follow; none is larger."""
    return [StoryList(1, stories=tuple(taken([one.id for one in stories])))]
