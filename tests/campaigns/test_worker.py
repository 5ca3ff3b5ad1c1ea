"""`masthead worker`: campaigns and single mails side by side, and a clean end."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from tests.campaigns.sends import campaign, launch, make_letter, recover, totals
from tests.campaigns.working import wait_for
from webapp import jobs as queue
from webapp.campaigns import jobs, sending
from webapp.campaigns.states import CampaignState
from webapp.cli.worker import NICENESS
from webapp.extensions import db
from webapp.mail import outbox


def test_told_to_end_a_worker_finishes_its_letters_and_gives_the_rest_back(server, start_worker):
    server.script.pause = 0.02
    campaign_id, _ = make_letter(1500)
    launch(campaign_id)
    worker = start_worker()
    wait_for(lambda: len(server.taken) > 50)
    worker.send_signal(signal.SIGTERM)
    began = time.monotonic()
    assert worker.wait(20) == 0
    assert time.monotonic() - began < 10
    sums = totals(campaign_id)
    assert 0 < sums.sent == len(server.taken) < 1500
    assert sums.sent + sums.pending == 1500
    assert recover() == 0


def test_a_single_mail_does_not_wait_behind_campaigns(server, start_worker):
    server.script.pause = 0.05
    for slug in ("week", "day", "roads"):
        campaign_id, _ = make_letter(400, slug=slug)
        launch(campaign_id)
    start_worker()
    wait_for(lambda: len(server.taken) > 20)
    outbox.queue("accounts/deleted", "me@example.com")
    db.session.commit()
    wait_for(lambda: "me@example.com" in server.counts(), 5)
    assert totals(campaign_id).pending > 0, "the campaigns were over before"


@pytest.fixture
def triggered(context, monkeypatch):
    """The campaigns for which a job was put into the queue."""
    asked = []
    monkeypatch.setitem(
        context.extensions["masthead.tasks"],
        jobs.send_campaign.name,
        lambda **arguments: asked.append(arguments["campaign_id"]),
    )
    return asked


def test_the_sweep_triggers_what_a_lost_job_left(triggered, server):
    first, _ = make_letter(2)
    second, _ = make_letter(2, slug="day")
    draft, _ = make_letter(2, slug="roads")
    launch(first)
    launch(second)
    triggered.clear()  # the jobs of the launches are lost
    db.session.rollback()
    jobs.sweep()
    assert triggered == [first, second]
    assert draft not in triggered


def test_a_finished_campaign_is_not_triggered_again(triggered, server):
    campaign_id, _ = make_letter(2)
    launch(campaign_id)
    db.session.rollback()
    jobs.send_campaign(campaign_id=campaign_id)
    triggered.clear()
    jobs.sweep()
    assert triggered == []
    assert campaign(campaign_id).state == CampaignState.SENT


def test_two_campaigns_run_at_once_and_the_third_when_one_ends(context, triggered, server):
    server.script.pause = 0.02
    ids = []
    for slug in ("week", "day", "roads"):
        campaign_id, _ = make_letter(60, slug=slug)
        launch(campaign_id)
        ids.append(campaign_id)
    triggered.clear()
    db.session.rollback()

    def work(campaign_id):
        with context.app_context():
            jobs.send_campaign(campaign_id=campaign_id)
            db.session.remove()

    workers = [threading.Thread(target=work, args=(one,)) for one in ids[:2]]
    for worker in workers:
        worker.start()
    wait_for(lambda: len(server.taken) > 4)
    jobs.send_campaign(campaign_id=ids[2])  # returns at once
    jobs.send_campaign(campaign_id=ids[0])  # is running already
    assert totals(ids[2]).sent == 0
    for worker in workers:
        worker.join()
    assert triggered == [ids[2]]
    assert [totals(one).sent for one in ids] == [60, 60, 0]


def test_the_jobs_are_known_by_the_queue():
    assert {jobs.send_campaign.name, jobs.sweep.name, outbox.send_due.name} <= set(queue.JOBS)
    assert sending.journals().name == "journals"


def test_a_worker_gives_way_to_the_site(start_worker):
    mine, worker = os.getpriority(os.PRIO_PROCESS, 0), start_worker()
    wait_for(lambda: os.getpriority(os.PRIO_PROCESS, worker.pid) == mine + NICENESS)
