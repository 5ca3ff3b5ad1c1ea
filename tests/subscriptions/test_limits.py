"""Nobody's mailbox is flooded through our forms, and no network may ask without end."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from tests.browser import SAME_ORIGIN
from tests.subscriptions.conftest import READER

NOW = dt.datetime(2026, 11, 24, 5, 2, tzinfo=dt.UTC)

pytestmark = pytest.mark.usefixtures("lists")


def post(app, address=READER):
    data = {"email": address, "lists": ["the-week"]}
    return app.test_client().post("/subscribe/", data=data, headers=SAME_ORIGIN)


@pytest.fixture
def settings(settings):
    return settings | {"RATELIMIT_ENABLED": True}


def test_an_address_gets_four_mails_a_minute_and_the_answer_stays(app, outbox):
    with time_machine.travel(NOW, tick=False) as traveller:
        first = [post(app) for _ in range(6)]
        assert len({(a.status_code, a.text) for a in first}) == 1
        assert len(outbox()) == 4
        traveller.shift(61)
        post(app)
        assert len(outbox()) == 5


def test_an_address_gets_forty_mails_an_hour(app, outbox):
    with time_machine.travel(NOW, tick=False) as traveller:
        for _ in range(12):
            for _ in range(4):
                assert post(app).status_code == 200
            traveller.shift(61)
        assert len(outbox()) == 40
        traveller.shift(3601)
        post(app)
        assert len(outbox()) == 41


def test_the_link_form_counts_with_the_other(app, browser, outbox):
    with time_machine.travel(NOW, tick=False):
        for _ in range(4):
            post(app)
        browser.open("/preferences/")
        browser.press("Send me my link", email=READER)
        assert len(outbox()) == 4


def test_one_network_may_ask_thirty_times_a_minute(app):
    with time_machine.travel(NOW, tick=False):
        seen = [post(app, f"r{n}@example.org").status_code for n in range(31)]
    assert seen == [200] * 30 + [429]
