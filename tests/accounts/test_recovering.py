from __future__ import annotations

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
from tests.makers import PASSWORD, make_authenticator
from webapp import clock
from webapp.accounts.models import Account, Passkey
from webapp.accounts.passwords import check_password
from webapp.extensions import db


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
    assert [m.kind for m in outbox()] == ["accounts/reset", "accounts/security-event"]
    assert "A new password was chosen by a mailed link." in text_of(outbox()[1])
    assert check_password(account().password_hash, NEW_PASSWORD)
    assert not check_password(account().password_hash, PASSWORD)
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


@pytest.mark.parametrize("has", ["an authenticator app", "a passkey"])
def test_a_reset_never_skips_the_second_factor(app, browser, reader, outbox, account, has):
    with app.app_context():
        if has == "a passkey":
            key = {"credential_id": b"x", "public_key": b"x", "name": "The blue key"}
            db.session.add(Passkey(account_id=reader, **key))
        else:
            make_authenticator(db.session.get(Account, reader))
        db.session.commit()
    forgot(browser)
    assert choose(browser, outbox).title == "Sign in"
    assert not is_signed_in(browser)
    page = sign_in(browser, password=NEW_PASSWORD)
    assert page.path == "/account/second-step/"
    assert not is_signed_in(browser)
    assert not is_proven(browser)


def is_proven(browser):
    """Whether what changes an account opens."""
    return browser.open("/account/delete/").title == "Delete my account"


def test_a_reset_signs_out_who_is_half_way_in(app, browser, other_browser, reader, outbox):
    with app.app_context():
        make_authenticator(db.session.get(Account, reader))
        db.session.commit()
    sign_in(other_browser)
    forgot(browser)
    choose(browser, outbox)
    assert other_browser.open("/account/second-step/").title == "Sign in"
