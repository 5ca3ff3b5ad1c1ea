"""Cancelling: whoever has not got the letter is skipped, and the ledger adds up throughout."""

from __future__ import annotations

import threading

import pytest

from tests.campaigns.sends import campaign, launch, make_letter, recover, send, totals
from tests.campaigns.working import wait_for
from webapp.campaigns import cancelling, jobs, pausing
from webapp.campaigns.claiming import claim
from webapp.campaigns.journaling import instance_name
from webapp.campaigns.sending import journals
from webapp.campaigns.states import CampaignState, StepRefused
from webapp.extensions import db


def cancel(campaign_id):
    cancelling.cancel(campaign(campaign_id))
    db.session.commit()


def settle(campaign_id, steps=None):
    """As the job does; after so many steps it is lost."""
    db.session.rollback()
    for number, _ in enumerate(cancelling.settle(campaign_id), start=1):
        db.session.commit()
        totals(campaign_id)  # which must add up after every step
        if number == steps:
            return


def test_the_pending_and_the_deferred_are_skipped(server):
    server.script.at["rcpt", "reader2@example.org"] = ["451 later"]
    campaign_id, _ = make_letter(5)
    launch(campaign_id)
    server.script.at["rcpt", "reader3@example.org"] = ["550 5.1.1 unknown"]
    send(campaign_id)
    assert (totals(campaign_id).deferred, totals(campaign_id).failed) == (1, 1)
    cancel(campaign_id)
    settle(campaign_id)
    sums = totals(campaign_id)
    assert (sums.sent, sums.failed, sums.skipped, sums.to_go) == (3, 1, {"cancelled": 1}, 0)
    assert campaign(campaign_id).state == CampaignState.CANCELLED
    assert campaign(campaign_id).finished_at is not None


def test_a_lost_job_is_made_good_by_the_sweep(server, monkeypatch):
    monkeypatch.setattr(cancelling, "STEP", 4)
    campaign_id, _ = make_letter(10)
    launch(campaign_id)
    cancel(campaign_id)
    settle(campaign_id, steps=1)
    assert totals(campaign_id).skipped == {"cancelled": 4}
    assert list(db.session.scalars(cancelling.unsettled())) == [campaign_id]
    settle(campaign_id)
    assert totals(campaign_id).skipped == {"cancelled": 10}
    assert list(db.session.scalars(cancelling.unsettled())) == []


def test_what_a_worker_has_in_hand_is_settled_by_the_worker(server, context):
    server.script.pause = 0.3
    campaign_id, _ = make_letter(60)
    launch(campaign_id)

    def work():
        with context.app_context():
            send(campaign_id)
            db.session.remove()

    worker = threading.Thread(target=work)
    worker.start()
    wait_for(lambda: len(server.taken) > 2)
    cancel(campaign_id)
    settle(campaign_id)  # while the worker still has claims
    worker.join()
    settle(campaign_id)
    sums = totals(campaign_id)
    assert sums.sent == len(server.taken) < 60
    assert sums.skipped == {"cancelled": 60 - sums.sent}
    assert campaign(campaign_id).finished_at is not None


def test_what_a_dead_worker_left_is_skipped_too(server):
    campaign_id, _ = make_letter(6)
    launch(campaign_id)
    with db.engine.begin() as connection:
        claim(connection, campaign_id, f"{instance_name(journals())}.dead", 2)
    cancel(campaign_id)
    settle(campaign_id)
    assert campaign(campaign_id).finished_at is None, "two are claimed"
    recover()
    settle(campaign_id)
    sums = totals(campaign_id)
    assert (sums.unknown, sums.skipped) == (2, {"cancelled": 4})
    assert campaign(campaign_id).finished_at is not None


def test_a_paused_one_is_cancelled_and_never_sent(server):
    campaign_id, _ = make_letter(3)
    launch(campaign_id)
    pausing.pause(campaign(campaign_id))
    db.session.commit()
    cancel(campaign_id)
    db.session.rollback()
    jobs.sweep()
    jobs.send_campaign(campaign_id=campaign_id)
    settle(campaign_id)
    assert server.taken == []
    with pytest.raises(StepRefused, match="make a new one"):
        cancel(campaign_id)
