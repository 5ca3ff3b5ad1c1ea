"""Pausing and resuming: within two seconds in every process, and everybody still accounted for."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import select

from tests.campaigns.sends import campaign, delivery, has_sent, launch, make_letter, send, totals
from tests.campaigns.working import wait_for
from webapp.campaigns import pausing, resuming
from webapp.campaigns.states import CampaignState, StepRefused
from webapp.extensions import db
from webapp.newsroom.models import AuditEntry

CONNECTIONS = 8  # of each process, as the settings have it
WHY = "Gmail refused 40 letters as spam; look at the words it said, then resume."


def pause(campaign_id):
    pausing.pause(campaign(campaign_id))
    db.session.commit()


def resume(campaign_id):
    resuming.resume(campaign(campaign_id))
    db.session.commit()


def test_a_pause_stops_every_process_within_two_seconds(server, start_worker, start_sender):
    server.script.pause = 0.4  # a slow server: each letter in hand takes that long
    campaign_id, _ = make_letter(1500)
    launch(campaign_id)
    worker, sender = start_worker(), start_sender(campaign_id)
    wait_for(lambda: server.most_open == 2 * CONNECTIONS and len(server.taken) > 40, 90)
    pause(campaign_id)
    began = time.monotonic()
    last, seen = began, len(server.taken)
    while time.monotonic() < began + 4:
        if len(server.taken) > seen:
            last, seen = time.monotonic(), len(server.taken)
        time.sleep(0.01)
    assert last - began < 2, f"the last letter was accepted {last - began:.2f} s after the pause"
    assert (worker.poll(), sender.wait(60)) == (None, 0)
    sums = totals(campaign_id)
    assert (sums.claimed, sums.unknown) == (0, 0), "claims are given back"
    assert sums.sent == seen
    assert sums.pending == 1500 - seen

    server.script.pause = 0
    resume(campaign_id)
    wait_for(lambda: has_sent(campaign_id), 120)
    assert totals(campaign_id).sent == 1500
    assert max(server.counts().values()) == 1


def test_nobody_is_blamed_for_a_pause(server):
    server.script.pause = 0.2
    campaign_id, emails = make_letter(30)
    launch(campaign_id)
    sender = threading.Timer(0.5, pause_elsewhere, [campaign_id])
    sender.start()
    assert send(campaign_id) == ""
    sender.join()
    sums = totals(campaign_id)
    assert (sums.claimed, sums.deferred, sums.unknown) == (0, 0, 0)
    assert sums.pending == 30 - sums.sent > 0
    assert {delivery(email).tries for email in emails} <= {0, 1}
    assert all(delivery(email).tries == 0 for email in emails if email not in server.counts())


def pause_elsewhere(campaign_id):
    """As another process would: on a connection of its own."""
    with ENGINE[0].begin() as connection:
        assert pausing.pause_because(connection, campaign_id, WHY)


ENGINE = []


@pytest.fixture(autouse=True)
def engine(in_context):
    ENGINE[:] = [db.engine]


def test_the_engine_pauses_with_a_sentence_that_stays(server):
    campaign_id, _ = make_letter(3)
    launch(campaign_id)
    pause_elsewhere(campaign_id)
    with db.engine.begin() as connection:
        assert not pausing.pause_because(connection, campaign_id, "too late")
    paused = campaign(campaign_id)
    assert (paused.state, paused.paused_because) == (CampaignState.PAUSED, WHY)
    assert totals(campaign_id).pending == 3
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.actor, entry.act, entry.detail) == ("Masthead", "paused letter", WHY)
    send(campaign_id)
    assert server.taken == [], "paused is paused"


def test_resumed_it_forgets_why_and_goes_on(server):
    campaign_id, _ = make_letter(3)
    launch(campaign_id)
    pause_elsewhere(campaign_id)
    resume(campaign_id)
    assert campaign(campaign_id).paused_because == ""
    send(campaign_id)
    assert totals(campaign_id).sent == 3


def test_a_step_that_does_not_begin_here_is_refused_with_a_sentence():
    campaign_id, _ = make_letter(1)
    with pytest.raises(StepRefused, match="It cannot be paused now; launch or schedule it"):
        pause(campaign_id)
    launch(campaign_id)
    with pytest.raises(StepRefused, match="It cannot be resumed now"):
        resume(campaign_id)
    pause(campaign_id)
    with pytest.raises(StepRefused, match="It cannot be paused now; resume it first, or cancel it"):
        pause(campaign_id)
