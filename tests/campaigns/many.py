"""Changes of many in tests: one made, and worked on as a worker does."""

from __future__ import annotations

from sqlalchemy import select

from tests.makers import make_list, make_subscriber, make_subscription
from tests.working import in_steps
from webapp.campaigns.actions import running, turning
from webapp.campaigns.actions.models import Action, ActionEntry
from webapp.extensions import db
from webapp.subscriptions.models import Consent, Subscriber, Suppression

WHO = "lists@example.com"


def make_readers(number, mailing_list=None, **columns):
    """A list with so many readers."""
    week = mailing_list or make_list("the-week", "The Week")
    for n in range(number):
        make_subscription(week, make_subscriber(f"r{n:05}@example.org", **columns))
    db.session.commit()
    return week


def make_action(kind, conditions, **columns):
    """A change of everybody who meets the conditions, not looked up yet."""
    columns = {"reason": "moved away", "who": WHO} | columns
    one = Action(kind=kind, conditions=conditions, **columns)
    db.session.add(one)
    db.session.flush()
    return one


def work(one, steps=None):
    """Work on it as a worker does, until nothing is left or so many steps are done."""
    in_steps(running.work(one.id), steps)
    db.session.rollback()
    return one


def previewed(kind, conditions, **columns):
    """A change that was shown."""
    one = make_action(kind, conditions, **columns)
    db.session.commit()
    return work(one)


def apply(one, steps=None):
    """Have it done."""
    turning.apply(one)
    db.session.commit()
    return work(one, steps)


def undo(one, by="owner@example.com"):
    """Have it taken back."""
    turning.undo(one, by, "it was the wrong city")
    db.session.commit()
    return work(one)


def suppressed():
    """The suppressed addresses."""
    return set(db.session.scalars(select(Suppression.email)))


def attributes():
    """What is known of each person, by the beginning of the address."""
    rows = db.session.execute(select(Subscriber.email, Subscriber.attributes))
    return {email.partition("@")[0]: held for email, held in rows}


def entries():
    """The consent record: what, why and by whom, oldest first."""
    rows = db.session.scalars(select(Consent).order_by(Consent.id))
    return [(one.event, one.reason, one.source) for one in rows]


def people_of(one):
    """The numbers of those whom it is about."""
    query = select(ActionEntry.subscriber_id).where(ActionEntry.action_id == one.id)
    return list(db.session.scalars(query.order_by(ActionEntry.subscriber_id)))
