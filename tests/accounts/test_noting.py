"""What happens to an account stands on a page; what matters comes by mail too."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from tests.accounts.steps import READER, is_signed_in, link_in, sign_in, text_of
from tests.browser import Browser
from tests.makers import PASSWORD, make_account
from webapp import clock
from webapp.accounts import noting, remembering
from webapp.accounts.models import Account, What
from webapp.extensions import db
from webapp.web import Visit

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
VISIT = Visit("192.0.2.7", FIREFOX)


@pytest.fixture
def note(app, reader):
    """Let something happen to the reader’s account."""

    def happen(what, detail="", **options):
        with app.app_context():
            noting.note(db.session.get(Account, reader), what, VISIT, detail, **options)
            db.session.commit()

    return happen


def sentences(page):
    return [" ".join(tag.get_text(" ").split()) for tag in page.all(".events__what")]


def test_the_page_says_what_happened_when_and_from_where_the_newest_first(browser, reader, note):
    with time_machine.travel(dt.datetime(2026, 3, 24, 20, 15, tzinfo=dt.UTC), tick=False):
        note(What.PASSKEY_ADDED, "the blue key")
    sign_in(browser)
    page = browser.open("/account/safety/")
    assert sentences(page) == ["A browser signed in. password", "A passkey was added. the blue key"]
    assert "25 March 2026, 01:15 · Firefox on Windows · network 192.0.2.7" in page.text
    assert page.response.headers["Cache-Control"] == "no-store"


def test_long_histories_have_pages(browser, reader, note):
    for number in range(25):
        note(What.SIGN_IN_FAILED, f"try {number}")
    sign_in(browser)
    browser.open("/account/safety/")
    page = browser.follow("Older events")
    assert len(sentences(page)) == 6
    assert sentences(page)[-1].endswith("try 0")
    browser.open("/account/safety/?page=3", status=404)
    browser.open("/account/safety/?page=x", status=404)


def test_nobody_sees_what_happened_to_others(app, browser, note):
    note(What.SIGN_IN_FAILED)
    with app.app_context():
        make_account("someone@example.org")
        db.session.commit()
    assert browser.open("/account/safety/").title == "Sign in"
    sign_in(browser, "someone@example.org")
    assert sentences(browser.open("/account/safety/")) == ["A browser signed in. password"]


@pytest.mark.parametrize("what", [what for what in What if what in noting.TOLD])
def test_its_owner_is_told_of_what_matters(note, outbox, what):
    note(what, "a detail")
    [mail] = outbox()
    assert (mail.kind, mail.recipient) == ("accounts/security-event", READER)
    assert what.value.rstrip(".").casefold() in mail.subject.casefold()
    text = text_of(mail)
    for words in (what.value, "Asia/Almaty", "Firefox on Windows", "192.0.2.7", "a detail"):
        assert words in text
    assert link_in(mail) == "/account/forgot/"


def test_what_happens_daily_is_listed_and_not_mailed(note, outbox):
    for what in set(What) - noting.TOLD:
        note(what)
    assert not outbox()
    assert {What.SIGN_IN_FAILED, What.SIGNED_IN, What.SIGNED_OUT} == set(What) - noting.TOLD - (
        noting.TOLD_ELSEWHERE
    )


def test_a_first_sign_in_from_a_browser_is_mailed_a_second_one_is_not(
    app, browser, other_browser, reader, outbox
):
    sign_in(browser)
    sign_in(browser)
    assert not outbox(), "an account’s first browser is no news to its owner"
    sign_in(other_browser)
    [mail] = outbox()
    assert mail.subject.endswith("a new browser signed in")
    assert "It had not been used for your account before." in text_of(mail)
    sign_in(other_browser)
    other_browser.press("Sign out")
    sign_in(other_browser)
    assert len(outbox()) == 1


def test_a_copied_cookie_of_another_account_makes_no_browser_known(app, browser, reader, outbox):
    with app.app_context():
        make_account("thief@example.org")
        db.session.commit()
    sign_in(Browser(app))
    sign_in(browser, "thief@example.org")
    sign_in(browser)
    assert [mail.recipient for mail in outbox()] == [READER]
    for cookie in ("", "nonsense", browser.client.get_cookie("browser").value[:-2]):
        stranger = Browser(app)
        stranger.client.set_cookie("browser", cookie)
        sign_in(stranger)
    assert [mail.recipient for mail in outbox()] == [READER] * 4


def test_the_cookie_of_a_known_browser_opens_nothing(app, browser, other_browser, reader):
    sign_in(browser)
    other_browser.client.set_cookie("browser", browser.client.get_cookie("browser").value)
    assert not is_signed_in(other_browser)


def test_the_cookie_is_out_of_reach_of_scripts_and_names_ten_accounts_at_most(context):
    cookie = ""
    for number in range(1, 15):
        cookie = remembering.with_account(cookie, Account(id=number))
    assert remembering.accounts_of(cookie) == [*range(14, 4, -1)]
    browser = Browser(context)
    make_account()
    db.session.commit()
    account = db.session.query(Account).one()
    db.session.rollback()
    browser.open("/account/sign-in/")
    answer = browser.press(
        "Sign in", email=account.email, password=PASSWORD, follow=False, status=302
    )
    [made] = [c for c in answer.response.headers.getlist("Set-Cookie") if c.startswith("browser=")]
    assert "HttpOnly" in made
    assert "SameSite=Lax" in made


def test_what_happened_is_forgotten_after_a_year(app, browser, reader, note):
    for days in (366, 364):
        with time_machine.travel(clock.now() - dt.timedelta(days=days), tick=False):
            note(What.SIGN_IN_FAILED, f"{days} days ago")
    with app.app_context():
        noting.forget_old()
    sign_in(browser)
    page = browser.open("/account/safety/")
    assert "364 days ago" in page.text
    assert "366 days ago" not in page.text


def test_signing_browsers_out_is_noted(browser, other_browser, reader):
    sign_in(other_browser)
    sign_in(browser)
    browser.open("/account/")
    browser.press("Sign it out")
    browser.open("/account/")
    sign_in(other_browser)
    browser.open("/account/")
    browser.press("Sign out all the others")
    found = sentences(browser.open("/account/safety/"))
    assert found[0] == "All other browsers were signed out."
    assert found[2].startswith("A browser was signed out.")
