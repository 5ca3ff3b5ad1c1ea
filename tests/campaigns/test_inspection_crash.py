"""An inspection is had by one worker at a time; one that is killed leaves it to the next."""

from __future__ import annotations

import datetime as dt
import threading
import time

import pytest
import time_machine

from tests.campaigns.sends import campaign, make_letter
from tests.killing import kill_after, workers
from webapp import clock
from webapp.campaigns.inspections import inspecting
from webapp.campaigns.inspections.jobs import ask, inspect_letter
from webapp.extensions import db

WORKER = """
import sys
from webapp import create_app
from webapp.campaigns.inspections.jobs import inspect_letter
with create_app().app_context():
    inspect_letter(campaign_id=int(sys.argv[1]))
"""


@pytest.fixture
def settings(settings, pages, monkeypatch):
    monkeypatch.setenv("MASTHEAD_LINK_CHECK_INSIDE", pages.inside)  # of the worker
    return settings | pages.settings


def test_the_next_worker_does_it_once_the_lease_has_ended(context, pages, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))  # without SpamAssassin, which would take its time
    campaign_id, _ = make_letter(1, body=f'<p><a href="{pages.url("/slow/")}">Slow</a></p>')
    ask(campaign(campaign_id))
    db.session.commit()
    with workers(context, WORKER) as start:
        kill_after(start(campaign_id), lambda: pages.asked)
    inspection = inspecting.inspection_of(campaign(campaign_id))
    assert inspection.finished_at is None
    assert inspecting.claim(campaign_id) is None  # nobody else takes it before its time
    db.session.rollback()
    pages.held.set()
    with time_machine.travel(clock.now() + inspecting.LEASE + dt.timedelta(seconds=1)):
        inspect_letter(campaign_id=campaign_id)
    report = inspecting.report_of(inspecting.inspection_of(campaign(campaign_id)))
    assert (report.answered, report.broken) == (1, ())


def test_of_two_workers_at_one_moment_one_has_it(context):
    campaign_id, _ = make_letter(1)
    ask(campaign(campaign_id))
    db.session.commit()
    begun, found = threading.Event(), []

    def late():
        with context.app_context():
            begun.set()
            found.append(inspecting.claim(campaign_id))
            db.session.rollback()

    assert inspecting.claim(campaign_id)
    other = threading.Thread(target=late)
    other.start()
    begun.wait()
    time.sleep(0.3)  # by now it waits for us; were it later still, it must find the same
    db.session.commit()
    other.join()
    assert found == [None]
