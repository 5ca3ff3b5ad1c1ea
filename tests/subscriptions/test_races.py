"""Two at once: the unique index and the row locks decide, and nobody is refused for being second."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from tests.browser import SAME_ORIGIN
from tests.makers import make_subscriber, make_subscription
from tests.subscriptions.conftest import READER
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions import links
from webapp.subscriptions.models import MailingList, Subscriber, Subscription

AT_ONCE = 4


def together(*works):
    """Start every piece of work at the same moment and return what they return."""
    barrier = threading.Barrier(len(works))

    def start(work):
        barrier.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(start, works))


def opened(app, path):
    """A client that has the page open, and the token its forms carry."""
    client = app.test_client()
    page = BeautifulSoup(client.get(path).text, "html5lib")
    return client, {"csrf_token": page.select_one("[name=csrf_token]")["value"]}


def test_many_asks_for_the_same_at_once_make_one_subscription(app, lists, outbox, consents):
    def ask():
        data = {"email": READER, "lists": list(lists)}
        return app.test_client().post("/subscribe/", data=data, headers=SAME_ORIGIN)

    answers = together(*[ask] * AT_ONCE)
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, answers[0].text)}
    with app.app_context():
        assert db.session.scalar(select(func.count(Subscriber.id))) == 1
        assert db.session.scalar(select(func.count(Subscription.id))) == 2
    assert len(outbox()) == AT_ONCE
    assert len(consents()) == 2 * AT_ONCE


def test_many_confirmations_at_once_confirm_once(app, lists, consents, subscriptions):
    with app.app_context():
        week = db.session.get(MailingList, lists["the-week"])
        asked = make_subscription(week, make_subscriber(READER), confirmed=False)
        url = links.confirm_url(asked.subscriber_id, [asked.id])
        db.session.commit()
    path = url.removeprefix("http://localhost")
    open_pages = [opened(app, path) for _ in range(AT_ONCE)]
    answers = together(*[lambda p=p: p[0].post(path, data=p[1]) for p in open_pages])
    assert [answer.status_code for answer in answers] == [303] * AT_ONCE
    assert [entry.event for entry in consents()] == ["confirmed"]
    assert subscriptions() == {"the-week": "confirmed"}


@pytest.fixture
def member(app, lists):
    """The leave link and the preference link of a person who gets The Week."""
    with app.app_context():
        person = make_subscriber(READER, confirmed_at=clock.now())
        make_subscription(db.session.get(MailingList, lists["the-week"]), person)
        urls = links.unsubscribe_url(person.id, lists["the-week"]), links.preferences_url(person)
        db.session.commit()
    return [url.removeprefix("http://localhost") for url in urls]


def test_leaving_in_every_way_at_once_ends_it_once(app, member, consents):
    leave, preferences = member
    client, token = opened(app, preferences)
    clicker, leave_token = opened(app, leave)
    one_click = {"List-Unsubscribe": "One-Click"}
    answers = together(
        lambda: app.test_client().post(leave, data=one_click),
        lambda: app.test_client().post(leave, data=one_click),
        lambda: clicker.post(leave, data=leave_token),
        lambda: client.post(preferences, data=token | {"everything": "yes"}),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 200, 303, 303]
    assert [entry.event for entry in consents()] == ["ended"]


def test_joining_by_preferences_twice_at_once_joins_once(app, member, consents):
    _, preferences = member
    pages = [opened(app, preferences) for _ in range(AT_ONCE)]
    wanted = {"lists": ["the-week", "morning-brief"]}
    answers = together(*[lambda p=p: p[0].post(preferences, data=p[1] | wanted) for p in pages])
    assert [answer.status_code for answer in answers] == [303] * AT_ONCE
    assert [entry.event for entry in consents()] == ["confirmed"]
