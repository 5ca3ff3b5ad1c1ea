"""Forms on other sites: they may ask for letters, and do nothing else."""

from __future__ import annotations

import pytest

from tests.accounts.steps import sign_in
from tests.browser import SAME_ORIGIN
from tests.makers import make_account
from tests.subscriptions.conftest import READER
from webapp.subscriptions import wording
from webapp.subscriptions.views import subscribe

ORIGIN = "https://partner.example:8443"
SENT = {"email": READER, "lists": "the-week", "place": "elsewhere"}


def post(client, origin=ORIGIN, site="cross-site", **fields):
    headers = {"Origin": origin, "Sec-Fetch-Site": site}
    return client.post("/subscribe/", data=SENT | fields, headers=headers)


def test_a_form_elsewhere_asks_and_its_site_is_on_record(app, lists, outbox, consents):
    answer = post(app.test_client())
    assert "Check your mail" in answer.text
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert [mail.kind for mail in outbox()] == ["subscriptions/confirm"]
    [entry] = consents()
    assert (entry.event, entry.source) == ("asked", "form on partner.example")
    assert entry.wording_version == wording.ELSEWHERE.version


def test_a_browser_of_old_names_its_site_by_origin_alone(app, lists, consents):
    answer = app.test_client().post("/subscribe/", data=SENT, headers={"Origin": ORIGIN})
    assert answer.status_code == 200
    assert [entry.source for entry in consents()] == ["form on partner.example"]


@pytest.mark.parametrize(
    "origin", ["", "null", "file://", "https://", "https://a b", "https://[", "ftp://x.example"]
)
def test_a_page_that_names_no_site_is_refused(app, lists, outbox, origin):
    assert post(app.test_client(), origin).status_code == 400
    assert not outbox()


def test_a_form_elsewhere_acts_for_nobody_who_is_signed_in(
    filled, browser, lists, subscriptions, outbox
):
    with filled():
        make_account(READER)
    sign_in(browser, READER)
    assert "Check your mail" in post(browser.client, site="same-site").text
    assert subscriptions() == {"the-week": "pending"}
    assert [mail.kind for mail in outbox()] == ["subscriptions/confirm"]


def test_a_slip_made_elsewhere_is_asked_about_here(browser, lists, consents):
    headers = {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"}
    sent = SENT | {"email": "reader@gmial.com"}
    browser._take(browser.client.post("/subscribe/", data=sent, headers=headers), 200)
    assert browser.press("Use reader@gmail.com").title == "Check your mail"
    assert [entry.source for entry in consents()] == ["form on partner.example"]


def test_what_was_wrong_elsewhere_is_put_right_here(app, lists):
    answer = post(app.test_client(), email="reader@")
    assert answer.status_code == 422
    assert "Write the address in full" in answer.text


def test_no_other_form_of_the_same_kind_takes_it(app, lists):
    for path in ("/saved/take/", "/preferences/", "/account/register/"):
        answer = app.test_client().post(path, data=SENT, headers={"Origin": ORIGIN})
        assert answer.status_code in {400, 404}, path


class TestLimits:
    @pytest.fixture
    def settings(self, settings):
        return settings | {"RATELIMIT_ENABLED": True}

    def test_one_site_can_send_only_so_much(self, app, lists, monkeypatch):
        monkeypatch.setattr(subscribe, "FROM_ONE_SITE", "2 per hour")
        client = app.test_client()
        assert [post(client).status_code for _ in range(3)] == [200, 200, 429]
        assert post(client, "https://other.example").status_code == 200
        own = client.post("/subscribe/", data=SENT, headers=SAME_ORIGIN)
        assert own.status_code == 200
