"""A worker killed in the middle of a change of many: nobody is left out, nobody changed twice."""

import pytest
from sqlalchemy import func, select

from tests.campaigns.many import make_action
from tests.killing import finish, kill_after, workers
from tests.makers import make_list
from tests.subscriptions.imports import imported, people, standings
from tests.subscriptions.record import verified
from webapp.campaigns.actions import turning
from webapp.campaigns.actions.models import Action, ActionEntry
from webapp.database import without_write_lock
from webapp.extensions import db
from webapp.subscriptions.models import Consent

PEOPLE, KILLS = 3000, 3
# A worker with steps so short that a kill falls into the middle of many.
WORKER = """
import sys
from webapp import create_app
from webapp.campaigns.actions import gathering, jobs, running
running.STEP = gathering.STEP = 25
with create_app().app_context():
    jobs.work_on(action_id=int(sys.argv[1]))
"""


@pytest.fixture
def worker(context):
    """Start a real worker process on an action."""
    with workers(context, WORKER) as start:
        yield start


def look(action_id):
    """Where the action stands, without waiting until the worker lets somebody else write."""
    with without_write_lock(db.session()):
        one = db.session.get_one(Action, action_id)
        return one.state, one.number, one.passed, sum(one.undone.values())


def count(*conditions):
    return db.session.scalar(select(func.count()).where(*conditions))


def turned(action_id, turn, *arguments):
    turn(db.session.get_one(Action, action_id), *arguments)
    db.session.commit()


def test_killed_at_every_stage_it_goes_on_where_it_was(worker):
    week = imported(people(PEOPLE), make_list("the-week", "The Week")).mailing_list
    conditions = {"list_id": week.id}
    action_id = make_action("end", conditions, list_id=week.id).id
    db.session.commit()
    kill_after(worker(action_id), lambda: look(action_id)[1] > 200)
    assert look(action_id)[0] == "gathering"
    finish(worker(action_id))
    assert look(action_id)[:2] == ("ready", PEOPLE)
    assert count(ActionEntry.action_id == action_id) == PEOPLE

    turned(action_id, turning.apply)
    ended = Consent.event == "ended"
    reached = 0
    for _ in range(KILLS):
        before = reached
        kill_after(worker(action_id), lambda least=before: look(action_id)[2] > least + 200)
        state, _, reached, _ = look(action_id)
        assert state == "applying"
        assert list(standings(week).values()).count("staff") == reached
        assert count(ended) == count(ActionEntry.is_changed) == reached
    finish(worker(action_id))
    assert look(action_id)[::2] == ("done", PEOPLE)
    assert set(standings(week).values()) == {"staff"}
    assert count(ended) == PEOPLE

    turned(action_id, turning.undo, "owner@example.com", "the wrong list")
    kill_after(worker(action_id), lambda: look(action_id)[3] > 500)
    assert list(standings(week).values()).count("confirmed") == look(action_id)[3]
    finish(worker(action_id))
    assert look(action_id)[::3] == ("undone", PEOPLE)
    assert list(standings(week).values()) == ["confirmed"] * PEOPLE
    assert count(Consent.event == "reopened") == PEOPLE
    assert verified().number == 3 * PEOPLE
