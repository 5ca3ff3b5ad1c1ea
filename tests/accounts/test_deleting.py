"""Deleting: asked for, confirmed by a mailed link, seven days to keep the account, then gone."""

from __future__ import annotations

import datetime as dt
import functools

import time_machine

from tests.accounts.leaving import ask, in_days, leave
from tests.accounts.steps import READER, VISIT, at_once, is_signed_in, link_in, sign_in, text_of
from tests.makers import PASSWORD, make_account
from webapp import clock
from webapp.accounts.linking import mailed_link
from webapp.accounts.models import Role
from webapp.accounts.rights import deleting
from webapp.extensions import db


def test_asking_mails_a_link_and_changes_nothing(browser, reader, outbox, account):
    sign_in(browser)
    page = ask(browser)
    assert page.title == "Check your mail"
    [mail] = outbox()
    assert (mail.kind, mail.recipient) == ("accounts/delete", READER)
    browser.open(link_in(mail))
    assert account().erase_after is None
    assert is_signed_in(browser)


def test_the_button_signs_out_everywhere_and_leaves_seven_days(
    browser, other_browser, reader, outbox, account
):
    sign_in(other_browser)
    sign_in(browser)
    page = leave(browser, outbox)
    assert "Sign in within seven days to keep it." in page.text
    assert not is_signed_in(browser)
    assert not is_signed_in(other_browser)
    left = account().erase_after - clock.now()
    assert dt.timedelta(days=6, hours=23) < left <= dt.timedelta(days=7)
    mail = outbox()[-1]
    assert (mail.kind, mail.recipient) == ("accounts/leaving", READER)
    assert "Asia/Almaty" in text_of(mail)
    assert link_in(mail) == "/account/sign-in/"


def test_who_signs_in_within_the_seven_days_may_keep_the_account(
    browser, reader, outbox, account, sweep
):
    sign_in(browser)
    leave(browser, outbox)
    with in_days(6):
        sweep()
        page = sign_in(browser, path="/account/sign-in/?next=/account/safety/")
        assert page.title == "Keep your account?"
        assert "going to be erased" in browser.open("/account/").text
        browser.open("/account/keep/?next=/account/safety/")
        page = browser.press("Keep my account")
        assert page.title == "Safety of your account"
        assert "Deleting the account was stopped." in page.text
        assert "going to be erased" not in page.text
    assert account().erase_after is None
    assert "Deleting the account was stopped." in text_of(outbox()[-1])
    with in_days(8):
        sweep()
    assert account()


def test_a_second_press_says_kindly_that_it_is_done(browser, reader, outbox):
    sign_in(browser)
    leave(browser, outbox)
    link = link_in(outbox()[-2])
    assert browser.open(link).title == "Your account is about to be erased"
    assert [mail.kind for mail in outbox()].count("accounts/leaving") == 1


def test_the_link_of_an_account_that_was_kept_does_nothing(browser, reader, outbox):
    sign_in(browser)
    leave(browser, outbox)
    link = link_in(outbox()[-2])
    sign_in(browser)
    browser.press("Keep my account")
    browser.open(link, status=410)


def test_it_needs_proof_of_the_last_ten_minutes(browser, reader, outbox):
    sign_in(browser)
    with time_machine.travel(clock.now() + dt.timedelta(minutes=11), tick=False):
        assert browser.open("/account/delete/").title == "Is it you?"
        browser.press("Go on", password=PASSWORD)
        assert browser.page.title == "Delete my account"
    assert not outbox()


def test_the_last_owner_stays(app, browser, reader, account, change, outbox):
    change(role=Role.OWNER)
    with app.app_context():
        make_account("former@example.com", role=Role.OWNER, disabled_at=clock.now())
        make_account("leaving@example.com", role=Role.OWNER, erase_after=clock.now())
        make_account("waiting@example.com", role=Role.OWNER, confirmed=False)
        db.session.commit()
    sign_in(browser)
    page = browser.open("/account/delete/", status=409)
    assert page.title == "The paper needs an owner"
    assert not outbox()
    with app.app_context():
        make_account("owner@example.com", role=Role.OWNER)
        db.session.commit()
    leave(browser, outbox)
    assert account().erase_after


def test_of_two_owners_who_leave_at_once_one_stays(app, account, outbox):
    tokens = []
    with app.app_context():
        for address in ("first@example.com", "second@example.com"):
            owner = make_account(address, role=Role.OWNER)
            link = mailed_link(deleting.DELETE, "accounts.confirm_deletion", owner, letters=False)
            tokens.append(link.rstrip("/").rsplit("/", 1)[1])
        db.session.commit()
    results = at_once(app, *(functools.partial(deleting.leave, t, VISIT) for t in tokens))
    assert sorted(type(result).__name__ for result in results) == ["Account", "LastOwner"]
