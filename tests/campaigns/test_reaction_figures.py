"""What came of a letter, beside the usual of its list."""

from __future__ import annotations

import re

from sqlalchemy import delete, insert, select

from tests.campaigns.clicks import BODY
from tests.campaigns.sends import campaign, totals
from webapp import clock
from webapp.campaigns import drafting, launching
from webapp.campaigns.models import Campaign
from webapp.campaigns.reactions import comparing, figuring
from webapp.campaigns.reactions.models import ClickCount, LetterLink
from webapp.extensions import db


def test_what_is_usual_is_the_middle_of_the_last_issues(letters):
    campaign_id, _ = letters()
    weekly = campaign(campaign_id).mailing_list
    for number in range(1, 4):
        launching.launch(drafting.draft(weekly, f"Issue {number}", BODY))
    db.session.commit()
    assert comparing.usual_of(campaign(2)) is None
    for number, clicks in ((1, 1), (2, 2), (3, 0)):
        one = db.session.get(Campaign, number)
        db.session.execute(
            insert(comparing.IssueFigures).values(
                campaign_id=one.id, finished_at=clock.now(), sent=10, refused=number
            )
        )
        link = db.session.scalars(
            select(LetterLink.id).where(LetterLink.campaign_id == number, LetterLink.position == 1)
        ).one()
        hour = one.launched_at.replace(minute=0, second=0, microsecond=0)
        db.session.execute(
            insert(ClickCount).values(link_id=link, hour=hour, people=clicks, machines=0)
        )
    db.session.commit()
    usual = comparing.usual_of(campaign(4))
    assert usual.issues == 3
    assert usual.shares["clicks"] == 10.0
    assert usual.shares["bounced"] == 20.0
    assert usual.by_hour[0] == 10.0


def test_sums_of_issues_are_kept_once_they_are_sent(letters):
    campaign_id, _ = letters()
    comparing.keep_figures()
    db.session.commit()
    kept = db.session.scalars(select(comparing.IssueFigures)).one()
    assert (kept.campaign_id, kept.sent, kept.refused) == (campaign_id, 2, 0)
    db.session.execute(delete(comparing.IssueFigures))
    comparing.keep_figures()
    comparing.keep_figures()
    assert len(db.session.scalars(select(comparing.IssueFigures)).all()) == 1


def test_leaving_by_the_link_of_a_letter_is_counted_for_it(letters, in_context):
    campaign_id, (one, _) = letters()
    path = re.search(r"https://paper\.example(/unsubscribe/[^\s>]+)", one["List-Unsubscribe"])[1]
    client = in_context.test_client()
    for _ in range(2):
        data = {"List-Unsubscribe": "One-Click"}
        assert client.post(path, data=data, base_url="https://paper.example").status_code == 200
    found = figuring.figures_of(campaign(campaign_id), totals(campaign_id))
    assert (found.leaves, found.complaints, found.delivered) == (1, 0, 2)
