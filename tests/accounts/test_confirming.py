from __future__ import annotations

import threading

from tests.accounts.steps import READER, link_in, register, sign_in
from webapp.accounts import confirming
from webapp.extensions import db


def test_a_second_press_says_kindly_that_it_is_done(browser, other_browser, outbox, account):
    register(browser)
    link = link_in(outbox()[0])
    browser.open(link)
    other_browser.open(link)
    browser.press("Confirm my address")
    confirmed_at = account().confirmed_at

    page = other_browser.press("Confirm my address")
    assert page.title == "Your address is confirmed already"
    assert browser.open(link).title == "Your address is confirmed already"
    assert account().confirmed_at == confirmed_at


def test_confirming_signs_nobody_in(browser, outbox):
    register(browser)
    browser.open(link_in(outbox()[0]))
    browser.press("Confirm my address")
    assert browser.open("/account/").title == "Sign in"


def test_signing_in_unconfirmed_mails_the_link_again(browser, outbox, account):
    register(browser, password="seven grey herons on the ice")
    browser.open("/account/sign-in/")
    page = browser.press(
        "Sign in", status=422, email=READER, password="seven grey herons on the ice"
    )
    assert "Confirm your address first" in page.text
    _first, again = outbox()
    assert again.kind == "accounts/confirm"
    browser.open(link_in(again))
    browser.press("Confirm my address")
    sign_in(browser, password="seven grey herons on the ice")
    assert account().confirmed_at


def test_who_lacks_the_password_does_not_learn_that_an_account_waits(browser, outbox):
    register(browser)
    browser.open("/account/sign-in/")
    page = browser.press("Sign in", status=422, email=READER, password="another long password")
    assert "Address and password do not belong together" in page.text
    assert len(outbox()) == 1


def test_of_two_confirmations_at_once_one_confirms_and_one_is_told(app, browser, outbox, account):
    register(browser)
    token = link_in(outbox()[0]).rstrip("/").rsplit("/", 1)[1]
    start, results = threading.Barrier(2), []

    def press():
        with app.app_context():
            start.wait()
            try:
                results.append(confirming.confirm(token).email)
                db.session.commit()
            except confirming.AlreadyConfirmed:
                results.append("already")
            db.session.remove()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["already", READER]
    assert account().confirmed_at
