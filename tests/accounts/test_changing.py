from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from tests.accounts.steps import NEW_PASSWORD, READER, is_signed_in, link_in, sign_in, text_of
from tests.makers import PASSWORD, make_account
from webapp import clock
from webapp.accounts.passwords import check_password
from webapp.extensions import db

NEW = "new.address@example.org"


@pytest.fixture
def taken(app):
    """Give the new address to somebody else."""

    def take():
        with app.app_context():
            make_account(NEW)
            db.session.commit()

    return take


def ask_for_address(browser, address=NEW, **options):
    browser.open("/account/address/")
    return browser.press("Send the link", email=address, **options)


def test_a_reader_changes_the_password(browser, other_browser, reader, outbox, account):
    sign_in(other_browser)
    sign_in(browser)
    told = len(outbox())
    browser.open("/account/password/")
    page = browser.press("Save the new password", current_password=PASSWORD, password=NEW_PASSWORD)
    assert "Your new password is saved." in page.text
    assert check_password(account().password_hash, NEW_PASSWORD)
    [mail] = outbox()[told:]
    assert (mail.kind, mail.recipient) == ("accounts/security-event", READER)
    assert "The password was changed." in text_of(mail)
    assert is_signed_in(browser)
    assert not is_signed_in(other_browser)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"current_password": "not the password"}, "That is not your current password"),
        ({"current_password": ""}, "Type your password."),
        ({"password": "too short"}, "of at least 15 characters"),
        ({"password": READER}, "not in your address"),
    ],
)
def test_a_password_is_not_changed_without_the_old_one_and_a_good_new_one(
    browser, reader, outbox, account, fields, sentence
):
    sign_in(browser)
    browser.open("/account/password/")
    typed = {"current_password": PASSWORD, "password": NEW_PASSWORD} | fields
    page = browser.press("Save the new password", status=422, **typed)
    assert sentence in page.text
    assert check_password(account().password_hash, PASSWORD)
    assert not outbox()
    assert is_signed_in(browser)


def test_a_reader_changes_the_address(browser, other_browser, reader, outbox, account):
    sign_in(browser)
    page = ask_for_address(browser)
    assert page.title == "Check your mail"
    assert NEW in page.text
    [mail] = outbox()
    assert (mail.kind, mail.recipient) == ("accounts/confirm-address", NEW)
    assert account().email == READER

    page = other_browser.open(link_in(mail))
    assert READER in page.text
    assert NEW in page.text
    page = other_browser.press("Change my address")
    assert "Your new address is in place." in page.text
    assert account(NEW).id == reader
    assert account() is None
    assert (outbox()[1].kind, outbox()[1].recipient) == ("accounts/address-changed", READER)
    assert NEW not in text_of(outbox()[1])
    assert "Letters you get from us by mail still come here" in text_of(outbox()[1])
    sign_in(other_browser, NEW)
    assert is_signed_in(other_browser)


def test_a_second_press_says_kindly_that_the_address_is_changed(browser, reader, outbox):
    sign_in(browser)
    ask_for_address(browser)
    link = link_in(outbox()[0])
    browser.open(link)
    browser.press("Change my address")
    assert browser.open(link).title == "Your address is changed already"
    assert len(outbox()) == 2


def test_a_taken_address_gets_the_same_page_and_its_owner_a_mail(browser, reader, outbox, taken):
    taken()
    sign_in(browser)
    known = ask_for_address(browser).text
    unknown = ask_for_address(browser, "someone@example.org").text
    assert known.replace(NEW, "") == unknown.replace("someone@example.org", "")
    assert [(m.kind, m.recipient) for m in outbox()] == [
        ("accounts/already-registered", NEW),
        ("accounts/confirm-address", "someone@example.org"),
    ]


def test_an_address_taken_between_asking_and_confirming_stays_with_its_owner(
    browser, reader, outbox, account, taken
):
    sign_in(browser)
    ask_for_address(browser)
    browser.open(link_in(outbox()[0]))
    taken()
    page = browser.press("Change my address", status=409)
    assert page.title == "That address has an account already"
    assert account().id == reader
    assert account(NEW).id != reader
    assert len(outbox()) == 1


def test_a_new_address_ends_links_mailed_to_the_old_one(browser, reader, outbox):
    sign_in(browser)
    ask_for_address(browser, "first@example.org")
    ask_for_address(browser, "second@example.org")
    first, second = map(link_in, outbox())
    browser.open(second)
    browser.press("Change my address")
    browser.open(first, status=410)


def test_an_address_nobody_can_write_to_is_refused(browser, reader, outbox):
    sign_in(browser)
    assert "Write the address in full" in ask_for_address(browser, "nonsense", status=422).text
    assert not outbox()


def test_an_address_is_not_changed_without_proof_of_the_last_ten_minutes(browser, reader, outbox):
    sign_in(browser, remember="y")
    with time_machine.travel(clock.now() + dt.timedelta(minutes=11), tick=False):
        assert browser.open("/account/address/").title == "Is it you?"
        browser.press("Go on", password=PASSWORD)
        assert browser.page.title == "Another address"
        browser.press("Send the link", email=NEW)
    assert [mail.recipient for mail in outbox()] == [NEW]


def test_an_account_nobody_confirmed_does_not_keep_an_address_from_its_owner(
    app, browser, reader, outbox, account
):
    with app.app_context():
        make_account(NEW, confirmed=False)
        db.session.commit()
    sign_in(browser)
    ask_for_address(browser)
    browser.open(link_in(outbox()[0]))
    browser.press("Change my address")
    assert account(NEW).id == reader


def test_a_reader_changes_the_name(browser, reader, account):
    sign_in(browser)
    browser.open("/account/name/")
    page = browser.press("Save my name", name="  Dana   Serikova ")
    assert "Dana Serikova" in page.text
    assert account().name == "Dana Serikova"


@pytest.mark.parametrize("name", ["x" * 81, "Dana\nSerikova", "Dana\0"])
def test_a_name_is_one_line(browser, reader, account, name):
    sign_in(browser)
    browser.open("/account/name/")
    browser.press("Save my name", status=422, name=name)
    assert account().name == ""
