"""Several workers under one limit: together they never pass it, whatever becomes of one of them."""

from __future__ import annotations

import signal
import time

from tests.campaigns.limits import launch_to, limit, most_within, taken_of
from tests.campaigns.sends import campaign, has_sent, launch, make_letter, recover, send, totals
from tests.campaigns.working import wait_for
from tests.makers import make_list
from webapp.campaigns import pausing, resuming
from webapp.campaigns.states import CampaignState
from webapp.extensions import db
from webapp.mail.limits.models import Kind

CONNECTIONS = 8  # of each process, as the settings have it


def test_two_workers_take_no_more_than_an_hour_has(server, start_sender):
    server.script.pause = 0.4  # one worker has 200 in hand for ten seconds, the other the rest
    limit(per_hour=1)
    campaign_id, _ = make_letter(500)
    launch(campaign_id)
    workers = [start_sender(campaign_id), start_sender(campaign_id)]
    wait_for(lambda: len(server.taken) == 1, 90)
    limit(per_hour=300)  # each sees it within five seconds
    wait_for(lambda: len(server.taken) == 300, 180)
    wait_for(lambda: totals(campaign_id).claimed == 0)
    time.sleep(6)  # each looks again
    assert [worker.poll() for worker in workers] == [None, None], "both go on to look"
    sums = totals(campaign_id)
    assert (len(server.taken), sums.sent, sums.pending, taken_of()) == (300, 300, 200, 300)
    assert campaign(campaign_id).state == CampaignState.SENDING


def test_no_minute_wherever_it_begins_sees_more_than_its_letters(server, start_sender):
    limit(per_minute=40)
    campaign_id, emails = make_letter(70)
    launch(campaign_id)
    for worker in [start_sender(campaign_id), start_sender(campaign_id)]:
        assert worker.wait(240) == 0
    assert campaign(campaign_id).state == CampaignState.SENT
    assert server.counts() == dict.fromkeys(emails, 1)
    assert most_within(60, [server]) <= 40
    assert server.taken[-1].at - server.taken[0].at < 120, "and the next minute is made use of"


def test_a_killed_worker_takes_no_budget_with_it(server, start_sender):
    server.script.pause = 0.2
    limit(per_hour=300)
    campaign_id, _ = make_letter(500)
    launch(campaign_id)
    worker = start_sender(campaign_id)
    wait_for(lambda: len(server.taken) > 60, 90)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    time.sleep(1)  # what the server had in hand
    assert totals(campaign_id).claimed > 0
    assert recover() > 0
    before = totals(campaign_id)
    assert before.claimed == 0
    assert before.unknown <= CONNECTIONS
    assert taken_of() == before.sent + before.unknown
    server.script.pause = 0
    send(campaign_id)
    after = totals(campaign_id)
    assert after.sent + after.unknown == 300, "what it had taken and not begun goes now"
    assert len(server.taken) <= 300
    assert max(server.counts().values()) == 1


def test_a_limit_and_a_pause_leave_nobody_claimed(server, start_sender):
    limit(per_minute=30)
    campaign_id, _ = make_letter(80)
    launch(campaign_id)
    worker = start_sender(campaign_id)
    wait_for(lambda: len(server.taken) == 30, 90)
    pausing.pause(campaign(campaign_id))
    db.session.commit()
    assert worker.wait(20) == 0
    assert (totals(campaign_id).sent, totals(campaign_id).pending) == (30, 50)
    resuming.resume(campaign(campaign_id))
    db.session.commit()
    assert len(server.taken) == 30


def test_campaigns_that_wait_for_a_limit_give_their_places_to_another(server, start_worker):
    limit(Kind.DOMAIN, "gmail.com", per_minute=1)
    weekly, daily = make_list("weekly"), make_list("daily")
    waiting = [launch_to(weekly, gmail_com=9), launch_to(weekly)]
    start_worker()
    wait_for(lambda: sum(totals(one).deferred for one in waiting) > 14, 90)
    quick = launch_to(daily, example_org=3)
    wait_for(lambda: has_sent(quick), 120)
    assert sum(totals(one).sent for one in waiting) < 9, "they have a quarter of an hour to go"
