"""Steps of an import that overlap, which PostgreSQL allows: each sees what became of the last."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import OperationalError

from tests.campaigns.working import wait_for
from tests.makers import make_list, make_subscriber, make_subscription
from tests.subscriptions.imports import applying, figures, people, standings, work
from webapp.extensions import db
from webapp.subscriptions.importing import fetching, jobs, overlapping, stepping, turning
from webapp.subscriptions.importing.models import Import, ImportState
from webapp.subscriptions.models import MailingList, Subscriber, Subscription

WAITING = """
SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE NOT granted AND datname = current_database()
"""


@pytest.fixture
def week(context, small_steps):
    """A list, and steps of ten rows."""
    if db.session.get_bind().dialect.name == "sqlite":
        pytest.skip("one writes at a time there")
    made = make_list("the-week", "The Week")
    db.session.commit()
    return made


def in_own_session(app, deed):
    """What a deed gives that another thread does, its transaction committed."""
    with app.app_context():
        given = deed()
        db.session.commit()
        return given


def are_waiting(number):
    """Whether so many transactions wait for another, asked anew each time."""
    with db.engine.begin() as connection:
        return connection.scalar(text(WAITING)) == number


def begin(import_id):
    """The first step of an import, in this session."""
    return stepping.begin(import_id, fetching.fetch(import_id))


def second_behind(first, app, import_id, elsewhere):
    """What will be the second step, and waits."""
    ahead = overlapping.Ahead(partial(overlapping.fetch_beside, app, import_id), elsewhere)
    begun = partial(overlapping.begin_beside, app, import_id, ahead, first.rows.last)
    second = elsewhere.submit(begun)
    wait_for(partial(are_waiting, 1))
    return second


def two_begun(app, one, elsewhere):
    """The first step, and what will be the second: it waits for the first to be committed."""
    first = begin(one.id)
    return first, second_behind(first, app, one.id, elsewhere)


def test_the_next_step_begins_before_the_last_is_committed(app, week, elsewhere):
    one = applying(people(25), week)
    first, second = two_begun(app, one, elsewhere)
    stepping.finish(first)
    db.session.commit()
    with second.result().session as session:
        assert second.result().is_due
        assert session.scalar(select(func.count()).select_from(Subscriber)) == 20
    assert figures()["subscribers"] == 10


def test_a_pause_that_came_before_the_next_step_leaves_nothing_of_it(app, week, elsewhere):
    one = applying(people(25), week)
    first, import_id = begin(one.id), one.id
    # A third has an address that the second step adds, which therefore waits until the pause came.
    with db.engine.connect() as third:
        third.execute(insert(Subscriber).values(email="r00015@example.org"))
        second = second_behind(first, app, import_id, elsewhere)
        stepping.finish(first)
        db.session.commit()
        turning.pause(db.session.get_one(Import, import_id))
        db.session.commit()
    assert second.result().one.state == ImportState.PAUSED
    second.result().session.close()
    assert figures()["subscribers"] == len(standings(week)) == 10


def test_a_step_behind_one_that_was_undone_is_not_due(app, week, elsewhere):
    one = applying(people(25), week)
    first, second = two_begun(app, one, elsewhere)
    stepping.finish(first)
    db.session.rollback()
    with second.result().session:
        assert not second.result().is_due
    work(one)
    assert (one.done["new"], len(standings(week))) == (25, 25)


def test_three_that_wait_in_a_circle_are_seen_and_nothing_is_lost(app, week, elsewhere):
    waiting = make_subscription(week, make_subscriber("r00003@example.org"), confirmed=False)
    db.session.commit()
    one, subscription_id = applying(people(25), week), waiting.id
    import_id = one.id
    db.session.rollback()
    # A third holds what the first step needs, and then wants an address that the second adds.
    with app.app_context():
        db.session.execute(
            update(Subscription)
            .where(Subscription.id == subscription_id)
            .values(source=Subscription.source)
        )
        importing = elsewhere.submit(in_own_session, app, lambda: jobs.work_on(import_id=import_id))
        wait_for(partial(are_waiting, 2))
        third = adding("r00015@example.org")
    ends = [importing.exception(), third]
    assert [type(one) for one in ends if one] == [OperationalError]
    work(one)
    assert (one.state, one.did.rows, len(standings(week))) == ("done", 25, 25)
    assert figures()["consents"] == figures()["import_entries"] == 25


def adding(email):
    """What ends the adding of an address, if anything but its commit."""
    try:
        make_subscriber(email)
        db.session.commit()
    except OperationalError as seen:
        db.session.rollback()
        return seen
    return None


@pytest.mark.parametrize("is_subscribed", [False, True])
def test_who_is_added_by_another_way_meanwhile_is_added_once(app, week, elsewhere, is_subscribed):
    one = applying(people(10), week)
    import_id, list_id = one.id, week.id
    db.session.rollback()
    # Somebody asks for the list, is not committed yet, and the import comes to the same address.
    person = make_subscriber("r00003@example.org", name="By hand")
    if is_subscribed:
        make_subscription(db.session.get_one(MailingList, list_id), person)
    importing = elsewhere.submit(in_own_session, app, lambda: jobs.work_on(import_id=import_id))
    wait_for(partial(are_waiting, 1))
    db.session.commit()
    importing.result()
    assert (one.state, one.did.rows, len(standings(week))) == ("done", 10, 10)
    assert figures()["subscribers"] == 10
    assert figures()["import_entries"] == 10 - is_subscribed
    assert person.name == "By hand"


def test_a_subscription_that_opens_meanwhile_stays_as_it_is(app, week, elsewhere):
    person = make_subscriber("r00003@example.org", name="By hand")
    db.session.commit()
    one = applying(people(10), week)
    import_id, list_id = one.id, week.id
    db.session.rollback()
    theirs = make_subscription(db.session.get_one(MailingList, list_id), person, confirmed=False)
    importing = elsewhere.submit(in_own_session, app, lambda: jobs.work_on(import_id=import_id))
    wait_for(partial(are_waiting, 2))  # the step behind it waits for it in turn
    db.session.commit()
    importing.result()
    assert len(standings(week)) == 10
    assert standings(week)["r00003@example.org"] == "pending"
    assert figures()["import_entries"] == 9
    assert theirs.source != "import"
