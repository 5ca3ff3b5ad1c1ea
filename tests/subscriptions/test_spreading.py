"""A suppressed domain counts at once; its addresses follow in steps, and are freed in steps."""

import pytest
from sqlalchemy import func, select

from tests.killing import finish, kill_after, workers
from tests.makers import make_list, make_subscriber, make_subscription
from tests.working import in_steps
from webapp.database import without_write_lock
from webapp.extensions import db
from webapp.subscriptions import lifting, spreading, suppressing
from webapp.subscriptions.models import SuppressedDomain, Suppression

PEOPLE, KILLS = 400, 3
# A worker with steps so short that a kill falls into the middle of many.
WORKER = """
import sys
from webapp import create_app
from webapp.subscriptions import spreading
spreading.STEP = 5
with create_app().app_context():
    spreading.work_on(domain_id=int(sys.argv[1]))
"""


@pytest.fixture
def emails(context, monkeypatch):
    """Five readers at a domain and one elsewhere, and steps of two."""
    monkeypatch.setattr(spreading, "STEP", 2)
    week = make_list()
    at_domain = [f"r{n}@{'mail.' * (n % 2)}example.org" for n in range(5)]
    for email in [*at_domain, "other@example.net"]:
        make_subscription(week, make_subscriber(email))
    db.session.commit()
    return at_domain


def suppressed():
    """The addresses that have a suppression of their own."""
    return sorted(db.session.scalars(select(Suppression.email)))


def stop():
    domain_id = suppressing.suppress_domain("example.org", "staff", "they asked").id
    db.session.commit()
    return domain_id


def lift(domain_id):
    is_over = lifting.lift_domain(db.session.get_one(SuppressedDomain, domain_id), "they asked")
    db.session.commit()
    return is_over


def state(domain_id):
    """How far the domain is, without waiting until a worker lets somebody else write."""
    with without_write_lock(db.session()):
        number = db.session.scalar(select(func.count(Suppression.id)))
        domain = db.session.get(SuppressedDomain, domain_id)
        return domain and domain.state, number


def test_a_domain_counts_for_all_before_its_addresses_follow(emails):
    domain_id = stop()
    assert state(domain_id) == ("spreading", 2)
    assert suppressing.suppressed_among([*emails, "other@example.net"]) == set(emails)
    assert all(suppressing.is_suppressed(email) for email in emails)
    spreading.work_on(domain_id=domain_id)
    assert state(domain_id) == ("spread", 5)
    assert suppressed() == sorted(emails)


def test_a_lifted_domain_counts_no_more_and_its_addresses_are_freed_in_steps(emails):
    domain_id = stop()
    spreading.work_on(domain_id=domain_id)
    assert not lift(domain_id)
    assert state(domain_id) == ("lifted", 3)
    assert not suppressing.is_suppressed("new@example.org")
    in_steps(spreading.work(domain_id), 1)
    assert state(domain_id) == ("lifted", 1)
    spreading.work_on(domain_id=domain_id)
    assert state(domain_id) == (None, 0)


def test_what_is_lifted_and_suppressed_again_between_two_steps_leaves_nobody_out(emails):
    domain_id = stop()
    work = spreading.work(domain_id)
    in_steps(work, 1)
    assert state(domain_id) == ("spreading", 4)
    assert not lift(domain_id)
    assert stop() == domain_id
    for _ in work:
        db.session.commit()
    assert state(domain_id) == ("spread", 5)


def test_a_domain_that_was_lifted_half_way_is_freed_whole(emails):
    domain_id = stop()
    lift(domain_id)
    spreading.work_on(domain_id=domain_id)
    assert state(domain_id) == (None, 0)
    assert lifting.lift_domain(SuppressedDomain(id=domain_id), "a second owner, too late")


def test_the_sweep_goes_on_with_what_a_lost_job_left(app, emails, monkeypatch):
    domain_id = stop()
    asked = []
    monkeypatch.setitem(
        app.extensions["masthead.tasks"], spreading.work_on.name, lambda **what: asked.append(what)
    )
    spreading.go_on()
    assert asked == [{"domain_id": domain_id}]
    spreading.work_on(domain_id=domain_id)
    spreading.go_on()
    assert asked == [{"domain_id": domain_id}]


def test_killed_at_every_stage_it_leaves_nobody_out(context, monkeypatch):
    monkeypatch.setattr(spreading, "STEP", 5)
    for n in range(PEOPLE):
        make_subscriber(f"r{n}@example.org")
    db.session.commit()
    domain_id = stop()
    with workers(context, WORKER) as worker:
        for _ in range(KILLS):
            before = state(domain_id)[1]
            kill_after(worker(domain_id), lambda least=before: state(domain_id)[1] > least + 20)
            assert state(domain_id)[0] == "spreading"
        finish(worker(domain_id))
        assert state(domain_id) == ("spread", PEOPLE)
        lift(domain_id)
        kill_after(worker(domain_id), lambda: state(domain_id)[1] < PEOPLE - 50)
        assert state(domain_id)[0] == "lifted"
        finish(worker(domain_id))
        assert state(domain_id) == (None, 0)
