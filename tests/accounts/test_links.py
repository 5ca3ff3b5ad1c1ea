"""Every mailed link: inert to GET and HEAD, and refused in every way it can be wrong."""

from __future__ import annotations

import datetime as dt
import gc
from pathlib import Path

import pytest
import time_machine

from tests.accounts.kinds import ELSEWHERE, KINDS
from tests.accounts.steps import READER, sign_in
from tests.browser import filled
from tests.makers import make_account
from webapp import clock
from webapp.accounts.models import Account
from webapp.extensions import db
from webapp.tokens import Purpose

FOLLOWING = [name for name, kind in KINDS.items() if kind.follows_account]
CLOSING = [name for name, kind in KINDS.items() if not kind.asks_to_sign_in]
ENDED = {"This link no longer works", "This link is not complete"}


@pytest.fixture(params=KINDS)
def kind(request):
    return KINDS[request.param]


def only(names):
    """Only the kinds of those names."""
    return pytest.mark.parametrize("kind", [KINDS[name] for name in names], ids=names)


@pytest.fixture
def waiting(app, kind):
    """An account that waits for its link."""
    with app.app_context():
        account = make_account(READER, confirmed=kind.asks_to_sign_in)
        db.session.commit()
        return account.id


@pytest.fixture
def link(app, waiting, kind):
    """A good link of the kind."""
    return made(app, kind, waiting)


def made(app, kind, account_id, purpose=None):
    with app.app_context():
        url = kind.link(db.session.get(Account, account_id), purpose)
        db.session.commit()
    return url


def come(browser, kind):
    """Sign in, where the link asks for it."""
    if kind.asks_to_sign_in:
        sign_in(browser)


def press(browser, kind):
    """Press the button, and say whether it was answered with what it promises."""
    form = browser.page.form(kind.button)
    data = filled(form, kind.button) | kind.fields
    return browser.client.post(form["action"], data=data, follow_redirects=True).status_code


def refused(browser, kind, link, dump, status):
    """GET, HEAD and POST are refused with the page of links that ended, and change nothing."""
    come(browser, kind)
    browser.open("/account/sign-in/")
    form = {"csrf_token": browser.page.token} | kind.fields
    before = dump()
    page = browser.open(link, status=status)
    assert page.title in ENDED
    assert page.one("a[href='/account/forgot/']")
    assert browser.client.head(link).status_code == status
    assert browser.client.post(link, data=form).status_code == status
    assert dump() == before


def test_no_purpose_is_forgotten():
    purposes = {
        one.name
        for one in gc.get_objects()
        if isinstance(one, Purpose) and one.name.startswith("accounts.")
    }
    tested = {kind.purpose.name for kind in KINDS.values()} | set(ELSEWHERE)
    assert purposes == tested
    for name, file in ELSEWHERE.items():
        assert (Path(__file__).parent / file).is_file(), name


def test_looking_changes_nothing_pressing_does(browser, link, kind, dump):
    come(browser, kind)
    before = dump()
    page = browser.open(link)
    assert len(page.all("main form[action$='/'] button[type=submit]:not(.link-button)")) == 1
    assert browser.client.head(link).status_code == 200
    assert dump() == before
    assert press(browser, kind) == 200
    assert (dump() != before) == kind.changes


def test_a_link_lives_as_long_as_its_mail_says_and_no_longer(browser, link, kind, dump):
    age = kind.purpose.max_age
    with time_machine.travel(clock.now() + age - dt.timedelta(minutes=1), tick=False):
        come(browser, kind)
        browser.open(link)
    with time_machine.travel(clock.now() + age + dt.timedelta(minutes=1), tick=False):
        refused(browser, kind, link, dump, 410)


@pytest.mark.parametrize("where", [0, 9, -5, -30])
def test_an_altered_link_is_refused(browser, link, kind, dump, where):
    path, token, _ = link.rsplit("/", 2)
    letter = "A" if token[where] != "A" else "B"
    position = where % len(token)
    altered = token[:position] + letter + token[position + 1 :]
    refused(browser, kind, f"{path}/{altered}/", dump, 404)


def test_a_cut_link_is_refused(browser, link, kind, dump):
    path, token, _ = link.rsplit("/", 2)
    refused(browser, kind, f"{path}/{token[:-4]}/", dump, 404)


def test_a_link_for_another_purpose_is_refused(app, browser, waiting, kind, dump):
    for other in KINDS.values():
        if other is not kind:
            refused(browser, kind, made(app, kind, waiting, other.purpose), dump, 404)


@only(FOLLOWING)
def test_a_link_ends_when_the_account_changes(browser, kind, link, change, dump):
    change(link_version=1)
    refused(browser, kind, link, dump, 410)


@only([name for name in FOLLOWING if name in CLOSING])
def test_a_link_ends_when_the_address_changes(browser, kind, link, change, dump):
    change(email="elsewhere@example.com")
    refused(browser, kind, link, dump, 410)


@only(CLOSING)
def test_a_link_of_a_disabled_account_is_refused(browser, kind, link, change, dump):
    change(disabled_at=clock.now())
    refused(browser, kind, link, dump, 410)


@only(CLOSING)
def test_a_link_of_a_deleted_account_is_refused(app, browser, kind, link, waiting, dump):
    with app.app_context():
        db.session.delete(db.session.get(Account, waiting))
        db.session.commit()
    refused(browser, kind, link, dump, 410)


def test_a_link_with_the_number_of_another_account_is_refused(app, browser, link, kind, dump):
    with app.app_context():
        other = make_account("someone@example.org")
        db.session.commit()
        path, token, _ = link.rsplit("/", 2)
        token = kind.purpose.sign(**kind.purpose.read(token) | {"account": other.id})
    refused(browser, kind, f"{path}/{token}/", dump, 404 if kind.asks_to_sign_in else 410)


def test_a_link_touches_no_account_but_its_own(app, browser, link, kind, account):
    with app.app_context():
        make_account("someone@example.org", confirmed=False)
        db.session.commit()
    before = account("someone@example.org")
    come(browser, kind)
    browser.open(link)
    press(browser, kind)
    after = account("someone@example.org")
    for column in ("password_hash", "confirmed_at", "link_version", "erase_after", "email"):
        assert getattr(after, column) == getattr(before, column)


def test_a_link_signed_with_a_retired_key_is_refused_and_with_the_last_one_accepted(
    app, browser, link, kind, dump
):
    come(browser, kind)
    app.config.update(
        SECRET_KEY="a-new-key-for-tests", SECRET_KEY_FALLBACKS=["a-key-for-tests-only"]
    )
    browser.open(link)
    app.config.update(SECRET_KEY_FALLBACKS=[])
    refused(browser, kind, link, dump, 404)
