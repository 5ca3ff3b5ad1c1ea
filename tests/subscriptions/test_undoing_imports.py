"""An import taken back: what it did, and nothing that a person did since."""

import pytest
from sqlalchemy import select

from tests.makers import make_account, make_list, make_subscriber, make_subscription
from tests.subscriptions.imports import (
    apply,
    bring,
    figures,
    imported,
    people,
    standings,
    undo,
    work,
)
from webapp.extensions import db
from webapp.subscriptions import consenting, leaving
from webapp.subscriptions.consenting import Proof
from webapp.subscriptions.importing import running, turning, undoing
from webapp.subscriptions.models import (
    Consent,
    ConsentDetails,
    ConsentEvent,
    Subscriber,
    Subscription,
    subscriber_by_email,
)


@pytest.fixture
def week(context):
    made = make_list("the-week", "The Week")
    db.session.commit()
    return made


def person(email):
    return db.session.scalars(subscriber_by_email(email)).one()


def test_subscriptions_end_and_the_record_says_why(week, monkeypatch):
    monkeypatch.setattr(undoing, "STEP", 10)
    one = undo(imported(people(25), week))
    assert (one.state, one.undone) == ("undone", {"ended": 25, "erased": 25})
    assert set(standings(week).values()) == {"import undone"}
    ends = db.session.scalars(select(Consent).where(Consent.event == ConsentEvent.ENDED)).all()
    assert len(ends) == 25
    assert {end.source for end in ends} == {"import undone, owner@example.com"}
    assert figures()["consents"] == 75  # imported, ended, erased
    assert db.session.query(ConsentDetails).count() == 0


def test_addresses_nobody_knew_are_erased_and_may_come_again(week):
    one = imported(people(2), week)
    make_account("r00001@example.org")
    db.session.commit()
    assert undo(one).undone == {"ended": 2, "erased": 1}
    emails = db.session.scalars(select(Subscriber.email).order_by(Subscriber.id)).all()
    assert emails[0].endswith("@erased.invalid")
    assert emails[1] == "r00001@example.org"
    for _ in range(2):
        again = imported(people(2), week)
        assert again.done["new"] == 2
        undo(again)


def test_who_spoke_since_stays(week):
    text = "email,confirmed_at\nwaits@example.org,\nsure@example.org,2024-05-01\nleft@example.org,2024-05-01\n"
    one = imported(text, week)
    for email in ("waits@example.org", "sure@example.org"):
        theirs = db.session.scalars(
            select(Subscription).where(Subscription.subscriber_id == person(email).id)
        ).all()
        theirs[0].confirm(one.applied_at)
        consenting.record(theirs, ConsentEvent.CONFIRMED, Proof("confirm link"))
    leaving.leave_everything(person("left@example.org").id, Proof("test"))
    db.session.commit()
    assert undo(one).undone == {"stayed": 3}
    assert standings(week) == {
        "waits@example.org": "confirmed", "sure@example.org": "confirmed",
        "left@example.org": "everything",
    }  # fmt: skip


def test_changes_are_taken_back(week):
    make_subscription(week, make_subscriber("waits@example.org"), confirmed=False)
    make_subscription(week, make_subscriber("bare@example.org"))
    make_subscription(week, make_subscriber("renamed@example.org"))
    db.session.commit()
    text = (
        "email,name,confirmed_at\nwaits@example.org,Waiting,2024-05-01\nbare@example.org,Bare,\n"
        "renamed@example.org,Given,\n"
    )
    one = imported(text, week)
    assert one.done["changed"] == 3
    assert person("waits@example.org").confirmed_at is not None
    person("renamed@example.org").name = "Chosen since"
    db.session.commit()
    assert undo(one).undone == {"waiting": 1, "unnamed": 2}
    assert standings(week) == {
        "waits@example.org": "pending", "bare@example.org": "confirmed",
        "renamed@example.org": "confirmed",
    }  # fmt: skip
    assert person("waits@example.org").confirmed_at is None
    names = [person(f"{one}@example.org").name for one in ("waits", "bare", "renamed")]
    assert names == ["", "", "Chosen since"]


def test_another_list_keeps_the_address(week):
    other = make_list("roads", "Roads")
    db.session.commit()
    one = imported(people(1), week)
    imported(people(1), other)
    assert undo(one).undone == {"ended": 1}
    assert standings(other) == {"r00000@example.org": "confirmed"}
    assert person("r00000@example.org").confirmed_at is not None


def test_an_import_is_taken_back_from_where_it_was_paused(week, small_steps):
    one = apply(work(bring(people(25), week)), steps=1)
    assert undo(one).undone == {"ended": 10, "erased": 10}


def test_an_undo_that_is_cut_off_goes_on(week, monkeypatch):
    monkeypatch.setattr(undoing, "STEP", 10)
    one = imported(people(25), week)
    turning.undo(one, "owner@example.com")
    db.session.commit()
    steps = running.work(one.id)
    next(steps)
    db.session.commit()
    next(steps)
    db.session.rollback()
    work(one)
    assert one.undone == {"ended": 25, "erased": 25}
    assert len(standings(week)) == 25
