"""Every way of joining and of ending stands in the record, and so does nothing that did not happen."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from tests.makers import make_account, make_list, make_subscriber, make_subscription
from tests.subscriptions.imports import imported
from tests.subscriptions.record import PROOF, verified
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions import (
    confirming,
    erasing,
    joining,
    lapsing,
    leaving,
    lifting,
    links,
    preferring,
    subscribing,
    suppressing,
)
from webapp.subscriptions.consenting import NO_VISIT
from webapp.subscriptions.links import Leaving
from webapp.subscriptions.models import (
    Consent,
    Ended,
    MailingList,
    Subscriber,
    Subscription,
    Suppression,
)

READER = "reader@example.org"
AGO = dt.timedelta(days=40)


@pytest.fixture
def week(context):
    """A list, and a reader who asked for it long ago and waits."""
    week = make_list("the-week")
    make_subscription(week, make_subscriber(READER), confirmed=False, asked_at=clock.now() - AGO)
    db.session.commit()
    return week


def reader():
    return db.session.scalars(select(Subscriber).where(Subscriber.email == READER)).one()


def subscription():
    return db.session.scalars(select(Subscription).order_by(Subscription.id.desc())).first()


def confirmed(week):
    """The reader as one who gets the list."""
    subscription().confirm(clock.now())
    db.session.flush()
    return Leaving(reader().id, week.id, None)


def confirm(_week):
    url = links.confirm_url(reader().id, [subscription().id])
    confirming.confirm(url.rstrip("/").rpartition("/")[2], PROOF)


def choose(*wanted):
    def act(week):
        if not wanted:
            confirmed(week)
        page = preferring.look_up(links.preferences_token(reader()))
        preferring.choose(page, set(wanted), {}, PROOF)

    return act


def undo(week):
    leave = confirmed(week)
    leaving.leave(leave, Ended.UNSUBSCRIBED, PROOF)
    leaving.undo(leave, PROOF)


def lift(_week):
    suppressing.suppress(READER, "complaint", PROOF)
    stop = db.session.scalars(select(Suppression)).one()
    lifting.lift(links.lift_url(stop).rstrip("/").rpartition("/")[2], PROOF)


WAYS = {
    "asked": (lambda week: subscribing.ask(READER, [week], PROOF), [("asked", "")]),
    "confirmed": (confirm, [("confirmed", "")]),
    "ticked on one's page": (choose("the-week"), [("confirmed", "")]),
    "added by staff": (
        lambda week: joining.add_by_staff("new@example.org", week, by="a@b.example", evidence="x"),
        [("added", "")],
    ),
    "imported": (
        lambda week: imported("email,confirmed_at\nnew@example.org,2024-05-01\n", week),
        [("imported", "")],
    ),
    "proven by a file": (
        lambda week: imported(f"email,confirmed_at\n{READER},2024-05-01\n", week),
        [("imported", "")],
    ),
    "unticked on one's page": (choose(), [("ended", "preferences")]),
    "left by the link": (
        lambda week: leaving.leave(confirmed(week), Ended.UNSUBSCRIBED, PROOF),
        [("ended", "unsubscribed")],
    ),
    "left by the mail program": (
        lambda week: leaving.leave(confirmed(week), Ended.ONE_CLICK, PROOF),
        [("ended", "one-click")],
    ),
    "left everything": (
        lambda _: leaving.leave_everything(reader().id, PROOF),
        [("ended", "everything")],
    ),
    "taken back": (undo, [("ended", "unsubscribed"), ("confirmed", "")]),
    "ended by staff": (
        lambda _: leaving.end([subscription()], Ended.STAFF, PROOF),
        [("ended", "staff")],
    ),
    "never confirmed": (
        lambda _: lapsing.end_unconfirmed(),
        [("ended", "unconfirmed"), ("erased", "")],
    ),
    "left with the account": (
        lambda _: erasing.end_letters(make_account(READER), NO_VISIT),
        [("ended", "everything")],
    ),
    "erased with the account": (
        lambda _: erasing.forget_address(make_account(READER, erase_letters=True)),
        [("ended", "everything"), ("erased", "")],
    ),
    "suppressed and lifted": (lift, [("suppressed", "complaint"), ("lifted", "complaint")]),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_stands_in_the_record(week, way):
    act, expected = WAYS[way]
    act(week)
    db.session.commit()
    entries = db.session.scalars(select(Consent).order_by(Consent.id)).all()
    assert [(entry.event, entry.reason) for entry in entries] == expected
    assert verified().number == len(expected)
    act_again = way in {"confirmed", "ended by staff", "never confirmed", "left everything"}
    if act_again:
        act(db.session.get_one(MailingList, week.id))
        db.session.commit()
        assert verified().number == len(expected), "what was done already is not written again"
