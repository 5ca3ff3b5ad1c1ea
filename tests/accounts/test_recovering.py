from __future__ import annotations

import threading

import pytest

from tests.accounts.steps import (
    NEW_PASSWORD,
    READER,
    forgot,
    is_signed_in,
    link_in,
    register,
    sign_in,
)
from tests.makers import PASSWORD
from webapp import clock
from webapp.accounts import recovering
from webapp.accounts.passwords import check_password
from webapp.extensions import db
from webapp.outcomes import LinkExpired


def choose(browser, outbox, **options):
    browser.open(link_in(outbox()[-1]))
    return browser.press("Save the new password", **({"password": NEW_PASSWORD} | options))


def test_a_reader_who_forgot_chooses_a_new_password(browser, reader, outbox, account):
    page = forgot(browser)
    assert page.title == "Check your mail"
    [mail] = outbox()
    assert (mail.kind, mail.recipient) == ("accounts/reset", READER)
    page = choose(browser, outbox)
    assert page.title == "Sign in"
    assert "Your new password is saved." in page.text
    assert [m.kind for m in outbox()] == ["accounts/reset", "accounts/password-changed"]
    assert check_password(account(), NEW_PASSWORD)
    assert not check_password(account(), PASSWORD)
    sign_in(browser, password=NEW_PASSWORD)
    assert is_signed_in(browser)


def test_an_unknown_address_gets_the_same_page_and_no_mail(browser, other_browser, reader, outbox):
    known = forgot(browser)
    unknown = forgot(other_browser, "someone@example.org")
    assert known.text.replace(READER, "") == unknown.text.replace("someone@example.org", "")
    assert [m.recipient for m in outbox()] == [READER]


def test_a_disabled_account_gets_no_link(browser, reader, outbox, change):
    change(disabled_at=clock.now())
    forgot(browser)
    assert not outbox()


def test_a_reset_link_works_once(browser, reader, outbox, account):
    forgot(browser)
    link = link_in(outbox()[0])
    choose(browser, outbox)
    page = browser.open(link, status=410)
    assert page.title == "This link no longer works"
    assert page.one("a[href='/account/forgot/']")


def test_a_reset_ends_every_earlier_link(browser, reader, outbox):
    forgot(browser)
    forgot(browser)
    first = link_in(outbox()[0])
    choose(browser, outbox)
    browser.open(first, status=410)


def test_a_reset_confirms_the_address_the_link_came_from(browser, outbox, account):
    register(browser)
    forgot(browser)
    choose(browser, outbox, password="quite another password")
    assert account().confirmed_at
    sign_in(browser, password="quite another password")
    assert is_signed_in(browser)


@pytest.mark.parametrize("password", ["", "too short", "reader@example.com", "x" * 300])
def test_a_weak_password_is_refused_and_the_link_stays_good(
    browser, reader, outbox, account, password
):
    forgot(browser)
    before = account().password_hash
    choose(browser, outbox, password=password, status=422)
    assert account().password_hash == before
    assert browser.press("Save the new password", password=NEW_PASSWORD).title == "Sign in"


def test_of_two_resets_at_once_one_counts(app, browser, reader, outbox, account):
    forgot(browser)
    token = link_in(outbox()[0]).rstrip("/").rsplit("/", 1)[1]
    start, results = threading.Barrier(2), []

    def press(password):
        with app.app_context():
            start.wait()
            try:
                recovering.choose_password(recovering.RESET, token, password)
                db.session.commit()
                results.append(password)
            except LinkExpired:
                results.append("expired")
            db.session.remove()

    wanted = ["the first of two passwords", "the second of two passwords"]
    threads = [threading.Thread(target=press, args=(p,)) for p in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count("expired") == 1
    [won] = [r for r in results if r != "expired"]
    assert check_password(account(), won)
