"""Jobs are triggered by the commit of the transaction that asked for them, and only by it."""

from __future__ import annotations

import pytest

from webapp import jobs
from webapp.campaigns.jobs import sweep
from webapp.extensions import db
from webapp.mail.outbox import send_due


@pytest.fixture
def waiting(context):
    """How many jobs wait in the queue."""
    queue = context.extensions["masthead.queue"]
    return queue.pending_count


def test_a_commit_triggers_the_job_once(waiting):
    send_due.later()
    assert waiting() == 0
    db.session.execute(db.text("SELECT 1"))
    db.session.commit()
    db.session.execute(db.text("SELECT 1"))
    db.session.commit()
    assert waiting() == 1


def test_a_savepoint_triggers_nothing(waiting):
    db.session.execute(db.text("SELECT 1"))
    send_due.later()
    with db.session.begin_nested():
        db.session.execute(db.text("SELECT 1"))
    assert waiting() == 0
    db.session.commit()
    assert waiting() == 1


def test_a_rollback_forgets_the_job(waiting):
    db.session.execute(db.text("SELECT 1"))
    send_due.later()
    db.session.rollback()
    db.session.execute(db.text("SELECT 1"))
    db.session.commit()
    assert waiting() == 0


def test_a_savepoint_rolled_back_keeps_what_was_asked_before_it(waiting):
    db.session.execute(db.text("SELECT 1"))
    send_due.later()
    savepoint = db.session.begin_nested()
    savepoint.rollback()
    db.session.commit()
    assert waiting() == 1


def test_a_queue_that_fails_does_not_make_the_commit_look_failed(waiting, context):
    def broken(**_arguments):
        raise ConnectionError

    context.extensions["masthead.tasks"] = {send_due.name: broken}
    db.session.execute(db.text("SELECT 1"))
    send_due.later()
    db.session.commit()
    assert waiting() == 0


def test_a_new_worker_sweeps_at_once(app):
    jobs.trigger_sweeps(app)
    queued = {task.name for task in app.extensions["masthead.queue"].pending()}
    assert {sweep.name, send_due.name} <= queued
