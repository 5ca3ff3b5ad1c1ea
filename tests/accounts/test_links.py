"""Every mailed link: inert to GET and HEAD, and refused in every way it can be wrong."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from tests.accounts.steps import READER
from tests.makers import make_account
from webapp import clock
from webapp.accounts.changing import NEW_ADDRESS
from webapp.accounts.confirming import CONFIRM
from webapp.accounts.linking import mailed_link
from webapp.accounts.models import Account
from webapp.accounts.recovering import INVITE, RESET
from webapp.extensions import db

KINDS = {
    "confirm": (CONFIRM, "accounts.confirm", "Confirm my address", {}),
    "reset": (RESET, "accounts.reset", "Save the new password", {}),
    "welcome": (INVITE, "accounts.welcome", "Save the new password", {}),
    "address": (
        NEW_ADDRESS,
        "accounts.confirm_address",
        "Change my address",
        {"new": "n@example.org"},
    ),
}
FIELDS = {"password": "seven grey herons on the ice"}


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def waiting(app):
    """An account that waits for its link."""
    with app.app_context():
        account = make_account(READER, confirmed=False)
        db.session.commit()
        return account.id


@pytest.fixture
def link(app, waiting, kind):
    """A good link of the kind."""
    return made(app, kind, waiting)


def made(app, kind, account_id, purpose=None):
    ours, endpoint, _, more = KINDS[kind]
    with app.app_context():
        account = db.session.get(Account, account_id)
        url = mailed_link(purpose or ours, endpoint, account, **more)
    return url.removeprefix("http://localhost")


def refused(browser, link, dump, status):
    """GET, HEAD and POST are refused with the page of links that ended, and change nothing."""
    before = dump()
    page = browser.open(link, status=status)
    assert page.title in {"This link no longer works", "This link is not complete"}
    assert page.one("a[href='/account/forgot/']")
    assert browser.client.head(link).status_code == status
    browser.open("/account/sign-in/")
    form = {"csrf_token": browser.page.one("[name=csrf_token]")["value"]} | FIELDS
    assert browser.client.post(link, data=form).status_code == status
    assert dump() == before


def test_looking_changes_nothing_pressing_does(browser, link, kind, dump):
    before = dump()
    page = browser.open(link)
    assert len(page.all("main button")) == 1
    assert browser.client.head(link).status_code == 200
    assert dump() == before
    browser.press(KINDS[kind][2], **FIELDS)
    assert dump() != before


def test_a_link_lives_as_long_as_its_mail_says_and_no_longer(browser, link, kind, dump):
    age = KINDS[kind][0].max_age
    for moment, status in (
        (age - dt.timedelta(minutes=1), 200),
        (age + dt.timedelta(minutes=1), 410),
    ):
        with time_machine.travel(clock.now() + moment, tick=False):
            browser.open(link, status=status)
    with time_machine.travel(clock.now() + age + dt.timedelta(minutes=1), tick=False):
        refused(browser, link, dump, 410)


@pytest.mark.parametrize("where", [0, 9, -5, -30])
def test_an_altered_link_is_refused(browser, link, dump, where):
    path, token, _ = link.rsplit("/", 2)
    letter = "A" if token[where] != "A" else "B"
    position = where % len(token)
    altered = token[:position] + letter + token[position + 1 :]
    refused(browser, f"{path}/{altered}/", dump, 404)


def test_a_cut_link_is_refused(browser, link, dump):
    path, token, _ = link.rsplit("/", 2)
    refused(browser, f"{path}/{token[:-4]}/", dump, 404)


def test_a_link_for_another_purpose_is_refused(app, browser, waiting, kind, dump):
    for other, (purpose, *_) in KINDS.items():
        if other != kind:
            refused(browser, made(app, kind, waiting, purpose), dump, 404)


def test_a_link_ends_when_the_account_changes(browser, link, change, dump):
    change(link_version=1)
    refused(browser, link, dump, 410)


def test_a_link_ends_when_the_address_changes(browser, link, change, dump):
    change(email="elsewhere@example.com")
    refused(browser, link, dump, 410)


def test_a_link_of_a_disabled_account_is_refused(browser, link, change, dump):
    change(disabled_at=clock.now())
    refused(browser, link, dump, 410)


def test_a_link_of_a_deleted_account_is_refused(app, browser, link, waiting, dump):
    with app.app_context():
        db.session.delete(db.session.get(Account, waiting))
        db.session.commit()
    refused(browser, link, dump, 410)


def test_a_link_touches_no_account_but_its_own(app, browser, link, kind, account):
    with app.app_context():
        make_account("someone@example.org", confirmed=False)
        db.session.commit()
    before = account("someone@example.org")
    browser.open(link)
    browser.press(KINDS[kind][2], **FIELDS)
    after = account("someone@example.org")
    assert (after.password_hash, after.confirmed_at, after.link_version) == (
        before.password_hash,
        before.confirmed_at,
        before.link_version,
    )


def test_a_link_signed_with_a_retired_key_is_refused_and_with_the_last_one_accepted(
    app, browser, link, dump
):
    app.config.update(
        SECRET_KEY="a-new-key-for-tests", SECRET_KEY_FALLBACKS=["a-key-for-tests-only"]
    )
    browser.open(link)
    app.config.update(SECRET_KEY_FALLBACKS=[])
    refused(browser, link, dump, 404)
