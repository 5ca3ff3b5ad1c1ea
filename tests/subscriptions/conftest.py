"""Two lists anyone may join, a look into the tables, and the links of mails."""

from __future__ import annotations

import email
import email.policy
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from tests.makers import make_list, make_subscriber, make_subscription
from webapp import clock
from webapp.database import Base
from webapp.extensions import db
from webapp.subscriptions import links
from webapp.subscriptions.importing import fetching
from webapp.subscriptions.models import Consent, MailingList, Subscriber, Subscription

READER = "reader@example.org"
NEW = "new@example.net"  # where letters are moved to


@pytest.fixture
def lists(app):
    """The Morning Brief and The Week; the ids, by slug."""
    with app.app_context():
        made = [
            make_list("morning-brief", "The Morning Brief", cadence="Weekdays, 07:00", position=1),
            make_list("the-week", "The Week", position=2),
        ]
        ids = {one.slug: one.id for one in made}
        db.session.commit()
    return ids


@pytest.fixture
def subscriptions(app):
    """What a person has on each list, by slug: pending, confirmed, or the reason it ended."""

    def read(address=READER):
        with app.app_context():
            found = db.session.scalars(
                select(Subscription)
                .join(Subscription.subscriber)
                .where(Subscriber.email == address)
                .order_by(Subscription.id)
            )
            return {s.mailing_list.slug: state(s) for s in found}

    return read


def state(subscription):
    if subscription.ended_at:
        return subscription.ended_reason
    return "confirmed" if subscription.confirmed_at else "pending"


@pytest.fixture
def path(app, lists):
    """The page of a person who gets The Week."""
    with app.app_context():
        person = make_subscriber(READER, confirmed_at=clock.now())
        make_subscription(db.session.get(MailingList, lists["the-week"]), person)
        url = links.preferences_url(person)
        db.session.commit()
    return url.removeprefix("http://localhost")


@pytest.fixture
def consents(app):
    """The consent record, oldest first."""

    def read():
        with app.app_context():
            return list(db.session.scalars(select(Consent).order_by(Consent.id)))

    return read


@pytest.fixture
def dump(app):
    """Every row of every table."""

    def read():
        with app.app_context():
            return {
                table.name: sorted(map(repr, db.session.execute(select(table))))
                for table in Base.metadata.sorted_tables
            }

    return read


@pytest.fixture
def small_steps(monkeypatch):
    """Steps of a few rows, so that a short file takes many."""
    monkeypatch.setattr(fetching, "STEP", 10)


@pytest.fixture
def elsewhere():
    """Threads beside this one."""
    with ThreadPoolExecutor(3) as threads:
        yield threads


def text_of(mail):
    """What a person reads in a queued mail."""
    message = email.message_from_bytes(mail.message, policy=email.policy.default)
    return message.get_body(("plain",)).get_content()


def link_in(mail):
    """The path of the one link in a queued mail."""
    links = re.findall(r"http://localhost(/\S+)", text_of(mail))
    assert len(set(links)) == 1, links
    return links[0]


@pytest.fixture
def asked(browser, path, outbox):
    """Ask for another address, and return the path of the link that was mailed there."""

    def ask(address=NEW):
        browser.open(path)
        browser.press("Send the link", email=address)
        return link_in(outbox()[-1])

    return ask


@pytest.fixture
def moved(browser, asked, outbox):
    """Move the letters, and return the path of the link that has them back."""

    def move(address=NEW):
        browser.open(asked(address))
        browser.press("Move my letters here")
        return link_in(outbox()[-1])

    return move


@pytest.fixture
def held(filled, lists):
    """Somebody has the new address, and gets The Morning Brief at most once a month."""
    with filled():
        person = make_subscriber(NEW, confirmed_at=clock.now())
        brief = db.session.get(MailingList, lists["morning-brief"])
        make_subscription(brief, person, frequency="month")


def people(app):
    """Who gets what: the open subscriptions of every address."""
    with app.app_context():
        found = db.session.scalars(select(Subscription).where(Subscription.ended_at.is_(None)))
        return sorted((one.subscriber.email, one.mailing_list.slug) for one in found)
