"""Scheduling: launched by itself, once, and not at all once it is taken back."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
import time_machine
from sqlalchemy import func, select

from tests.campaigns.sends import campaign, launch, make_letter, totals
from webapp import clock
from webapp.campaigns import drafting, scheduling
from webapp.campaigns.models import Delivery
from webapp.campaigns.outcomes import ListNotLive
from webapp.campaigns.states import CampaignState, StepRefused
from webapp.extensions import db
from webapp.newsroom.models import AuditEntry

HOUR = dt.timedelta(hours=1)


def schedule(campaign_id, after=HOUR):
    scheduling.schedule(campaign(campaign_id), clock.now() + after)
    db.session.commit()


def sweep(after=dt.timedelta()):
    db.session.rollback()
    with time_machine.travel(clock.now() + after):
        scheduling.launch_due()


def acts():
    found = [(e.act, e.detail) for e in db.session.scalars(select(AuditEntry))]
    db.session.rollback()
    return found


def test_a_scheduled_letter_is_launched_when_its_time_has_come():
    campaign_id, _ = make_letter(3)
    schedule(campaign_id)
    sweep(HOUR - dt.timedelta(seconds=5))
    assert campaign(campaign_id).state == CampaignState.SCHEDULED
    sweep(HOUR + dt.timedelta(seconds=5))
    launched = campaign(campaign_id)
    assert (launched.state, launched.audience, launched.issue) == (CampaignState.SENDING, 3, 1)
    assert totals(campaign_id).pending == 3
    assert acts() == [("sent letter", "to 3, as scheduled")]


def test_any_number_of_workers_launch_it_once(context):
    campaign_id, _ = make_letter(40)
    schedule(campaign_id)
    start = threading.Barrier(4)

    def one():
        with context.app_context():
            start.wait()
            scheduling.launch_due()
            db.session.remove()

    with time_machine.travel(clock.now() + 2 * HOUR):
        threads = [threading.Thread(target=one) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert totals(campaign_id).audience == 40
    assert db.session.scalar(select(func.count(Delivery.id))) == 40
    assert [act for act, _ in acts()] == ["sent letter"]


def test_what_is_taken_back_stays_a_draft():
    campaign_id, _ = make_letter(2)
    schedule(campaign_id)
    scheduling.take_back(campaign(campaign_id))
    db.session.commit()
    sweep(2 * HOUR)
    assert campaign(campaign_id).is_draft
    assert campaign(campaign_id).scheduled_at is None
    with pytest.raises(StepRefused):
        scheduling.take_back(campaign(campaign_id))


def test_taken_back_between_the_look_and_the_launch_it_is_not_launched():
    campaign_id, _ = make_letter(2)
    schedule(campaign_id)
    with time_machine.travel(clock.now() + 2 * HOUR):
        found = db.session.scalars(scheduling.due()).all()
        db.session.rollback()
        scheduling.take_back(campaign(campaign_id))
        db.session.commit()
        assert found == [campaign_id]
        scheduling._launch(campaign_id)
        db.session.commit()
    assert campaign(campaign_id).is_draft


def test_a_scheduled_letter_is_not_changed_but_may_be_sent_at_once():
    campaign_id, _ = make_letter(2)
    schedule(campaign_id)
    with pytest.raises(StepRefused, match="It cannot be changed now; take it back to a draft"):
        drafting.revise(campaign(campaign_id), "Another")
    launch(campaign_id)
    sweep(2 * HOUR)
    assert totals(campaign_id).audience == 2


@pytest.mark.parametrize(
    ("after", "sentence"),
    [(-HOUR, "That time is over"), (dt.timedelta(0), "over"), (400 * 24 * HOUR, "a year ahead")],
)
def test_times_that_cannot_be_are_refused(after, sentence):
    campaign_id, _ = make_letter(1)
    with pytest.raises(scheduling.TimeRefused, match=sentence):
        schedule(campaign_id, after)
    assert campaign(campaign_id).is_draft


def test_what_cannot_be_launched_is_a_draft_again_that_says_why():
    campaign_id, _ = make_letter(2)
    schedule(campaign_id)
    campaign(campaign_id).mailing_list.close()
    db.session.commit()
    sweep(2 * HOUR)
    held = campaign(campaign_id)
    assert held.is_draft
    assert held.held_because == ListNotLive.sentence
    assert acts() == [("held letter", ListNotLive.sentence)]
    assert totals(campaign_id).audience == 0


def test_a_time_long_missed_is_not_made_up_for():
    campaign_id, _ = make_letter(2)
    schedule(campaign_id)
    sweep(8 * HOUR)
    assert campaign(campaign_id).is_draft
    assert "Nothing was running" in campaign(campaign_id).held_because
