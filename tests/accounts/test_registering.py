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
    text_of,
)
from tests.browser import Browser
from tests.makers import make_account
from webapp import clock
from webapp.accounts import registering
from webapp.accounts.models import Role
from webapp.accounts.passwords import check_password
from webapp.extensions import db


def test_a_reader_registers_confirms_and_signs_in(browser, outbox, account):
    page = register(browser, address="  Reader@Example.COM ")
    assert page.title == "Check your mail"
    assert READER in page.text
    [mail] = outbox()
    assert (mail.kind, mail.recipient) == ("accounts/confirm", READER)
    assert account().confirmed_at is None

    page = browser.open(link_in(mail))
    assert page.title == "One press, and the account is yours"
    assert READER in page.text
    page = browser.press("Confirm my address")
    assert page.title == "Sign in"
    assert "Your address is confirmed." in page.text
    sign_in(browser, password=NEW_PASSWORD)
    assert is_signed_in(browser)


def test_a_slip_in_the_domain_is_pointed_out_beside_the_address(browser, outbox):
    page = register(browser, address="reader@gmial.com")
    assert page.title == "Check your mail"
    assert "Did you mean reader@gmail.com?" in page.text
    assert [mail.recipient for mail in outbox()] == ["reader@gmial.com"]
    assert browser.follow("Register with that address").title == "Create an account"


def test_the_confirmation_mail_says_how_long_and_what_if_not(browser, outbox):
    register(browser)
    text = text_of(outbox()[0])
    assert "three days" in text
    assert "If it was not you, do nothing" in text
    assert b"<img" not in outbox()[0].message


def test_a_known_address_gets_the_same_page_and_its_owner_a_mail(
    browser, other_browser, outbox, reader, account
):
    before = account().password_hash
    known = register(browser)
    unknown = register(other_browser, "someone@example.org")
    assert known.status == unknown.status
    assert known.text.replace(READER, "") == unknown.text.replace("someone@example.org", "")
    assert [(m.kind, m.recipient) for m in outbox()] == [
        ("accounts/already-registered", READER),
        ("accounts/confirm", "someone@example.org"),
    ]
    text = text_of(outbox()[0])
    assert "http://localhost/account/sign-in/" in text
    assert "http://localhost/account/forgot/" in text
    assert account().password_hash == before


def test_the_newest_registration_of_an_unconfirmed_address_counts(browser, outbox, account):
    register(browser, password="the first one tried here")
    register(browser, password=NEW_PASSWORD)
    first, second = outbox()
    assert browser.open(link_in(first), status=410).title == "This link no longer works"
    browser.open(link_in(second))
    browser.press("Confirm my address")
    assert check_password(account().password_hash, NEW_PASSWORD)


def test_a_stranger_cannot_choose_the_password_of_invited_staff(app, browser, outbox, account):
    with app.app_context():
        make_account("editor@example.com", confirmed=False, role=Role.EDITOR)
        db.session.commit()
    before = account("editor@example.com")
    register(browser, "editor@example.com")
    after = account("editor@example.com")
    assert [m.kind for m in outbox()] == ["accounts/already-registered"]
    assert after.password_hash == before.password_hash
    assert after.link_version == before.link_version


def test_a_disabled_account_is_not_opened_by_registering_again(browser, outbox, reader, change):
    change(disabled_at=clock.now(), confirmed_at=None)
    register(browser)
    assert [m.kind for m in outbox()] == ["accounts/already-registered"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": ""}, "Write your e-mail address."),
        ({"email": "reader@example"}, "Write the address in full, like name@example.com."),
        ({"email": "a@example.com\nBcc: b@example.com"}, "Write one address"),
        ({"password": ""}, "Choose a password."),
        ({"password": "too short"}, "of at least 15 characters"),
        ({"password": "reader@example.com"}, "not in your address"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(browser, outbox, account, fields, sentence):
    browser.open("/account/register/")
    page = browser.press(
        "Register", status=422, **({"email": READER, "password": NEW_PASSWORD} | fields)
    )
    assert sentence in page.text
    if "\n" not in fields.get("email", ""):
        assert page.one("#email")["value"] == fields.get("email", READER)
    assert NEW_PASSWORD not in str(page.html)
    assert not outbox()
    assert account() is None


def test_registering_at_once_makes_one_account(app, account, outbox):
    start, problems = threading.Barrier(6), []

    def ask():
        with app.app_context():
            start.wait()
            try:
                registering.register(READER, NEW_PASSWORD)
                db.session.commit()
            except Exception as problem:  # noqa: BLE001
                problems.append(problem)
            db.session.remove()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert account().confirmed_at is None
    assert [m.kind for m in outbox()] == ["accounts/confirm"] * 6


def test_without_its_csrf_token_nothing_is_registered(browser, account):
    browser.open("/account/register/")
    page = browser.press(
        "Register", status=400, email=READER, password=NEW_PASSWORD, csrf_token="x"
    )
    assert "too old" in page.title
    assert account() is None


class TestLimits:
    @pytest.fixture
    def settings(self, settings):
        return settings | {"RATELIMIT_ENABLED": True}

    def test_one_address_gets_at_most_four_mails_a_minute_and_the_answer_stays(
        self, app, outbox, account
    ):
        pages = [register(Browser(app)).text for _ in range(6)]
        assert len(set(pages)) == 1
        assert len(outbox()) == 4
        link = link_in(outbox()[-1])
        assert Browser(app).open(link).title == "One press, and the account is yours"

    def test_one_network_may_register_thirty_times_a_minute(self, app, outbox):
        browser = Browser(app)
        browser.open("/account/register/")
        form = {"csrf_token": browser.page.token, "email": "x"}
        answers = [browser.client.post("/account/register/", data=form) for _ in range(31)]
        assert [a.status_code for a in answers] == [422] * 30 + [429]
        browser.open("/account/register/")

    def test_asking_for_a_password_is_limited_by_address_too(self, app, reader, outbox):
        assert len({forgot(Browser(app)).text for _ in range(6)}) == 1
        assert len(outbox()) == 4
