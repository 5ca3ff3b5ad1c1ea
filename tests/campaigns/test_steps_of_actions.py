"""A change of everybody in its steps: paused, cut off, taken over, forgotten."""

from __future__ import annotations

import threading

import pytest

from tests.campaigns.many import (
    apply,
    entries,
    make_action,
    make_readers,
    people_of,
    previewed,
    undo,
    work,
)
from tests.subscriptions.imports import standings
from tests.subscriptions.record import verified
from webapp.campaigns.actions import gathering, jobs, running, turning
from webapp.campaigns.actions.models import UNDO_FOR, Action, ActionState
from webapp.extensions import db

ORG = {"domain": "example.org"}


@pytest.fixture
def small_steps(monkeypatch):
    """Steps of a few people, so that few people take many."""
    monkeypatch.setattr(running, "STEP", 10)
    monkeypatch.setattr(gathering, "STEP", 10)
    monkeypatch.setattr(gathering, "FORGOTTEN_AT_ONCE", 10)


def test_it_pauses_between_steps_goes_on_and_is_taken_back_from_there(context, small_steps):
    week = make_readers(45)
    one = apply(previewed("end", {"list_id": week.id}, list_id=week.id), steps=2)
    turning.pause(one)
    db.session.commit()
    work(one)
    assert (one.state, one.done) == ("paused", {"changes": 20})
    apply(one, steps=1)
    undo(one)
    assert (one.state, one.undone) == ("undone", {"back": 30})
    assert set(standings(week).values()) == {"confirmed"}
    assert verified().number == 60


def test_a_step_that_is_cut_off_leaves_nothing_and_is_done_again(context, small_steps):
    week = make_readers(25)
    one = apply(previewed("end", {"list_id": week.id}, list_id=week.id), steps=1)
    running.step(turning.held(one.id), people_of(one)[10:20])
    db.session.rollback()
    assert list(standings(week).values()).count("staff") == 10
    work(one)
    assert (one.done, len(entries())) == ({"changes": 25}, 25)


def test_looking_up_that_is_cut_off_begins_anew_and_ends_the_attempt_before(context, small_steps):
    make_readers(45)
    one = make_action("set", ORG, attribute="city", value="Almaty")
    db.session.commit()
    slow = gathering.gather(one.id)
    for _ in range(3):
        next(slow)
        db.session.commit()
    assert len(people_of(one)) > 0
    work(one)
    for _ in slow:
        db.session.commit()
    db.session.refresh(one)
    assert (one.state, one.expected, len(people_of(one))) == ("ready", {"changes": 45}, 45)


def test_two_workers_at_one_action_take_turns(app, context, small_steps):
    week = make_readers(120)
    one = previewed("end", {"list_id": week.id}, list_id=week.id)
    turning.apply(one)
    action_id, problems = one.id, []
    db.session.commit()

    def take_part():
        try:
            with app.app_context():
                for _ in running.work(action_id):
                    db.session.commit()
                db.session.remove()
        except Exception as problem:  # noqa: BLE001 (told below)
            problems.append(problem)

    workers = [threading.Thread(target=take_part) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    db.session.refresh(one)
    assert problems == []
    assert (one.state, one.done, len(entries())) == ("done", {"changes": 120}, 120)


def test_after_seven_days_it_cannot_be_taken_back_and_its_people_are_forgotten(context):
    week = make_readers(3)
    one = apply(previewed("end", {"list_id": week.id}, list_id=week.id))
    jobs.forget_people()
    assert len(people_of(one)) == 3
    one.finished_at -= UNDO_FOR
    db.session.commit()
    with pytest.raises(turning.UndoTooLate):
        undo(one)
    db.session.rollback()
    jobs.forget_people()
    assert people_of(one) == []
    assert one.done == {"changes": 3}


def test_what_nobody_applies_is_forgotten(context, small_steps, monkeypatch):
    make_readers(25)
    one, fresh = (previewed("set", ORG, attribute="a", value=value) for value in "xy")
    one.created_at -= jobs.FORGOTTEN_AFTER
    db.session.commit()
    asked = []
    monkeypatch.setitem(
        context.extensions["masthead.tasks"],
        jobs.work_on.name,
        lambda **arguments: asked.append(arguments["action_id"]),
    )
    jobs.forget_people()
    assert asked == [one.id]
    assert one.state == ActionState.DROPPED
    jobs.work_on(action_id=one.id)
    assert [kept.id for kept in db.session.query(Action)] == [fresh.id]


def test_the_sweep_finds_an_action_whose_worker_died(context, monkeypatch):
    make_readers(3)
    one = make_action("set", ORG, attribute="city", value="Almaty")
    db.session.commit()
    asked = []
    monkeypatch.setitem(
        context.extensions["masthead.tasks"],
        jobs.work_on.name,
        lambda **arguments: asked.append(arguments["action_id"]),
    )
    jobs.restart_actions()
    assert asked == []  # somebody may be at it
    one.stepped_at -= jobs.QUIET_FOR
    db.session.commit()
    jobs.restart_actions()
    assert asked == []  # or may still look
    one.stepped_at -= jobs.LOOKED_FOR
    db.session.commit()
    jobs.restart_actions()
    assert asked == [one.id]
    turning.apply(work(one))
    db.session.commit()
    jobs.restart_actions()
    assert asked == [one.id]
    one.stepped_at -= jobs.QUIET_FOR
    db.session.commit()
    jobs.restart_actions()
    assert asked == [one.id] * 2


def test_what_it_does_stands_only_where_it_may(context):
    make_readers(1)
    one = make_action("set", ORG, attribute="city", value="Almaty")
    db.session.commit()
    for act in (turning.apply, turning.pause):
        with pytest.raises(turning.ActionWentOn):
            act(one)
    apply(work(one))
    with pytest.raises(turning.ActionWentOn):
        turning.drop(one)
    db.session.rollback()
    undo(one)
    with pytest.raises(turning.ActionWentOn):
        turning.undo(one, "a", "b")
