"""Staff at their desks, and a look into what they did."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select

from tests.accounts.steps import enter
from tests.browser import Browser
from tests.campaigns.pages import pages
from tests.makers import make_account, make_list, make_subscriber, make_subscription
from webapp import clock
from webapp.accounts.models import Role
from webapp.extensions import db
from webapp.newsroom.models import AuditEntry
from webapp.subscriptions.models import Subscriber, Subscription

__all__ = ["pages"]


@pytest.fixture
def at_desk(app, filled):
    """A browser in which somebody with a role is signed in."""

    def sit_down(role=Role.OWNER, **columns):
        address = f"{role}@example.com"
        with filled():
            make_account(address, role=role, **columns)
        browser = Browser(app)
        enter(browser, address)
        return browser

    return sit_down


@pytest.fixture
def owner(at_desk):
    """The browser of an owner."""
    return at_desk(Role.OWNER)


@pytest.fixture
def keeper(at_desk):
    """The browser of a list manager."""
    return at_desk(Role.LISTS)


@pytest.fixture
def weekly(filled):
    """A list with five readers at two domains, one who waits and one who left."""
    with filled():
        weekly = make_list("the-week", "The Week")
        for address in ("a@mail.example", "b@mail.example", "c@mail.example", "d@post.example.kz"):
            make_subscription(weekly, make_subscriber(address))
        make_subscription(weekly, make_subscriber("e@post.example.kz"))
        make_subscription(weekly, make_subscriber("waits@mail.example"), confirmed=False)
        make_subscription(weekly, make_subscriber("left@mail.example")).end(
            "preferences", clock.now()
        )
        return weekly.id


@pytest.fixture
def many(filled, weekly):
    """A thousand readers more: of so many the number is to be typed."""
    with filled():
        now = {"confirmed_at": clock.now()}
        people = [{"email": f"reader{n}@many.example"} | now for n in range(1000)]
        ids = db.session.scalars(insert(Subscriber).returning(Subscriber.id), people).all()
        joined = {"list_id": weekly, "source": "import"} | now
        db.session.execute(insert(Subscription), [joined | {"subscriber_id": one} for one in ids])


@pytest.fixture
def acts(app):
    """What the audit log says: who did what to what."""

    def read():
        with app.app_context():
            entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
            return [(entry.actor, entry.act, entry.subject) for entry in entries]

    return read
