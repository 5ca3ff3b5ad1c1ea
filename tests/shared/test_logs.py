"""The log: who was kept from what, in lines a machine can read, without what nobody may read."""

from __future__ import annotations

import json

import pytest

from tests.accounts.steps import READER, enter, forgot, sign_in, token_in
from tests.browser import SAME_ORIGIN
from tests.makers import PASSWORD, make_account
from webapp.accounts.models import Role
from webapp.extensions import db

WRONG = "a password that is not it"


@pytest.fixture
def settings(settings):
    return settings | {"LOG_LEVEL": "INFO"}


@pytest.fixture
def reader(filled):
    """A reader’s account id."""
    with filled():
        return make_account(READER).id


def test_a_sign_in_is_logged_with_its_factors_and_the_request_it_came_with(browser, reader, logged):
    sign_in(browser)
    line = next(line for line in logged("account") if line["what"] == "SIGNED_IN")
    assert (line["account"], line["detail"], line["network"]) == (reader, "password", "127.0.0.1")
    request = next(one for one in logged("request") if one["request_id"] == line["request_id"])
    assert (request["method"], request["route"]) == ("POST", "/account/sign-in/")


@pytest.mark.parametrize("address", [READER, "nobody@example.com"])
def test_a_wrong_password_is_logged_every_time_and_what_was_typed_is_not(
    browser, reader, logged, written, address
):
    for _ in range(3):
        sign_in(browser, address, WRONG, status=422)
    refused = logged("refused")
    known = reader if address == READER else None
    assert [(line["why"], line["account"], line["factor"]) for line in refused] == [
        ("NotSignedIn", known, "password")
    ] * 3
    assert {line["level"] for line in refused} == {"warning"}
    assert WRONG not in written()
    assert address not in written()


def test_neither_cookie_nor_token_nor_password_stands_in_the_log(
    app, browser, reader, outbox, written
):
    forgot(browser)
    link = token_in(outbox()[-1])
    browser.open(f"/account/reset/{link}/")
    browser.open(f"/account/reset/{link[:-1]}/", status=404)
    browser.client.get(f"/account/reset/{link}")
    browser.client.get(f"/account/reset/{link}/and/more/")
    sign_in(browser)
    assert "/account/reset/<token>/" in written()
    for secret in (link[:20], PASSWORD, browser.client.get_cookie("masthead").value):
        assert secret not in written()


def test_who_lacks_a_role_is_logged_with_who_it_was(app, browser, reader, logged):
    enter(browser, READER)
    browser.open("/newsroom/", status=403)
    (line,) = logged("refused")
    assert (line["why"], line["by"]) == ("Forbidden", reader)


def test_what_somebody_reads_is_not_logged_with_who_they_are(browser, reader, logged):
    enter(browser, READER)
    browser.open("/account/")
    assert logged("request")
    assert not [line for line in logged("request") if {"by", "account"} & set(line)]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/account/forgot/", "CSRFError"),
        ("/account/reset/anything/", "LinkInvalid"),
        ("/account/sign-in/code/anything/", "LinkInvalid"),
    ],
)
def test_what_no_page_of_ours_sends_is_logged(browser, logged, path, why):
    if why == "CSRFError":
        browser.client.post(path, data={"csrf_token": "forged"}, headers=SAME_ORIGIN)
    else:
        browser.client.get(path)
    (line,) = logged("refused")
    assert line["why"] == why


def test_what_staff_do_is_logged_and_to_whom_stands_in_the_audit_log(app, browser, logged, filled):
    with filled():
        owner = make_account("owner@example.com", role=Role.OWNER).id
        make_account("author@example.com", role=Role.AUTHOR)
    enter(browser, "owner@example.com")
    browser.open("/newsroom/lists/new/")
    browser.press("Save list", slug="the-week", name="The Week", promise="On Saturdays.")
    (line,) = logged("staff")
    assert line["by"] == owner
    assert "The Week" not in json.dumps(line)


def test_nothing_sent_begins_a_line_of_its_own(browser, written):
    forged = '\n{"event": "account", "what": "SIGNED_IN"}'
    browser.client.get("/no/such/page" + forged)
    browser.client.get("/?q=" + forged, headers={"User-Agent": "x", "X-Request-ID": "y"})
    for line in written().splitlines():
        assert json.loads(line)["event"] != "account"


def test_every_line_says_when_in_utc_how_grave_and_for_which_request(browser, reader, written):
    sign_in(browser, password=WRONG, status=422)
    found = [json.loads(line) for line in written().splitlines()]
    assert found
    for line in found:
        assert line["timestamp"].endswith("Z")
        assert {"level", "event", "request_id", "network"} <= set(line)


def test_a_crash_is_logged_with_its_trace_and_the_reader_sees_none(app, browser, logged):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/fail/")
    def fail():
        db.session.execute(db.text("SELECT secret FROM nowhere"))

    page = browser.open("/fail/", status=500)
    (line,) = logged("request failed")
    assert line["level"] == "error"
    assert "SELECT secret FROM nowhere" in line["exception"]
    assert "nowhere" not in page.text
    assert page.response.headers["X-Request-ID"] == line["request_id"]
