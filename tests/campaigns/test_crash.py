"""A worker killed in the middle: nothing twice, nothing lost, and at most one doubt a connection."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time

import pytest
import time_machine

from tests.campaigns.sends import has_sent, launch, make_letter, recover, send, totals
from tests.machine import ROOT
from webapp import clock
from webapp.campaigns import sending
from webapp.campaigns.claiming import claim
from webapp.extensions import db

READERS, CONNECTIONS = 2000, 8


@pytest.fixture
def kill_one(context):
    """Start a real worker process on a campaign; call the result to kill it -9."""
    environment = os.environ | {
        "MASTHEAD_INSTANCE": str(context.config["INSTANCE"]),
        "MASTHEAD_DATABASE_URL": context.config["DATABASE_URL"],
        "MASTHEAD_SMTP_URL": context.config["SMTP_URL"],
        "MASTHEAD_SMTP_CONNECTIONS": str(CONNECTIONS),
        "MASTHEAD_SECRET_KEY": context.config["SECRET_KEY"],
        "MASTHEAD_LOG_LEVEL": "ERROR",
    }
    running = []

    def start(campaign_id):
        command = [sys.executable, "-m", "webapp", "campaign", "send", str(campaign_id), "--wait"]
        running.append(
            subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
        )

        def kill():
            running[0].send_signal(signal.SIGKILL)
            running[0].wait()

        return kill

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
            process.wait()


def wait_until(server, number):
    """Until the server has taken that many."""
    deadline = time.monotonic() + 60
    while len(server.taken) < number:
        assert time.monotonic() < deadline, f"only {len(server.taken)} arrived"
        time.sleep(0.01)


def test_a_killed_worker_leaves_at_most_one_unknown_per_connection(server, kill_one):
    server.script.pause = 0.003
    campaign_id, emails = make_letter(READERS)
    launch(campaign_id)
    kill = kill_one(campaign_id)
    wait_until(server, READERS // 4)
    assert totals(campaign_id).claimed > 0
    kill()
    time.sleep(0.2)  # what the server had in hand
    taken_before = server.counts()

    assert recover() > 0
    sums = totals(campaign_id)
    assert sums.claimed == 0
    assert sums.unknown <= CONNECTIONS
    assert sums.sent <= sum(taken_before.values()) <= sums.sent + sums.unknown

    server.script.pause = 0
    while not has_sent(campaign_id):
        send(campaign_id)
    sums = totals(campaign_id)
    assert sums.sent + sums.unknown == READERS
    assert max(server.counts().values()) == 1, "somebody got it twice"
    assert sums.sent <= len(server.counts()) <= sums.sent + sums.unknown
    assert set(server.counts()) <= set(emails)


def test_the_machine_going_down_leaves_the_claimed_in_doubt(server, kill_one):
    server.script.pause = 0.003
    campaign_id, _ = make_letter(400)
    launch(campaign_id)
    kill = kill_one(campaign_id)
    wait_until(server, 100)
    kill()
    time.sleep(0.2)
    for path in sending.journals().glob("*.journal"):
        path.write_text("boot of another day\n")  # what was written last never reached the disk
    claimed = totals(campaign_id).claimed
    recover()
    assert totals(campaign_id).unknown == claimed > 0
    server.script.pause = 0
    send(campaign_id)
    sums = totals(campaign_id)
    assert sums.sent + sums.unknown == 400
    assert max(server.counts().values()) == 1


def test_journals_that_are_gone_leave_the_claimed_in_doubt(server, kill_one):
    server.script.pause = 0.003
    campaign_id, _ = make_letter(400)
    launch(campaign_id)
    kill = kill_one(campaign_id)
    wait_until(server, 100)
    kill()
    for path in sending.journals().glob("*.journal"):
        path.unlink()
    claimed = totals(campaign_id).claimed
    recover()
    assert totals(campaign_id).unknown == claimed > 0


def test_a_worker_that_lives_is_left_alone(server, kill_one):
    server.script.pause = 0.01
    campaign_id, _ = make_letter(300)
    launch(campaign_id)
    kill_one(campaign_id)
    wait_until(server, 20)
    assert recover() == 0
    assert totals(campaign_id).unknown == 0


def test_what_another_machine_claimed_is_left_until_its_time_is_over(server):
    campaign_id, _ = make_letter(3)
    launch(campaign_id)
    with db.engine.begin() as connection:
        claim(connection, campaign_id, "elsewhere.1", 2)
    assert recover() == 0
    with time_machine.travel(clock.now() + dt.timedelta(hours=7)):
        assert recover() == 2
    assert totals(campaign_id).unknown == 2
