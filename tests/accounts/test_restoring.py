"""The owner of an old address puts it back within seven days, whatever a thief did since."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from tests.accounts.steps import (
    NEW_PASSWORD,
    READER,
    VISIT,
    is_signed_in,
    link_in,
    sign_in,
    text_of,
)
from tests.makers import PASSWORD, make_account
from webapp import clock
from webapp.accounts import changing
from webapp.accounts.linking import mailed_link
from webapp.accounts.models import Account, Authenticator, MailCode, Passkey
from webapp.accounts.passwords import hash_password
from webapp.extensions import db

THIEF = "thief@example.org"
BUTTON = "Put my old address back"


@pytest.fixture
def move(app, reader):
    """Give the account another address."""

    def to(new=THIEF):
        with app.app_context():
            account = db.session.get(Account, reader)
            url = mailed_link(changing.NEW_ADDRESS, "accounts.confirm_address", account, new=new)
            changing.change_address(url.rstrip("/").rsplit("/", 1)[1], VISIT)
            db.session.commit()

    return to


def undo_link(outbox, address=READER):
    return link_in(
        [m for m in outbox() if (m.kind, m.recipient) == ("accounts/address-changed", address)][-1]
    )


def restore(browser, outbox, **options):
    browser.open(undo_link(outbox))
    return browser.press(BUTTON, **options)


def test_the_old_address_is_put_back_and_asks_for_a_new_password(
    browser, other_browser, reader, outbox, move, account
):
    sign_in(other_browser)
    move()
    page = browser.open(undo_link(outbox))
    assert READER in page.text
    assert THIEF not in page.text
    page = browser.press(BUTTON)
    assert page.title == "Sign in"
    assert "Your old address is back." in page.text
    assert account().id == reader
    assert not is_signed_in(other_browser)
    sign_in(other_browser, status=422)
    assert [m.kind for m in outbox()][-2:] == ["accounts/reset", "accounts/security-event"]
    assert {m.recipient for m in outbox()[-2:]} == {READER}
    assert "The old address was put back." in text_of(outbox()[-1])
    browser.open(link_in(outbox()[-2]))
    browser.press("Save the new password", password=NEW_PASSWORD)
    sign_in(browser, password=NEW_PASSWORD)
    assert is_signed_in(browser)


def test_a_second_press_says_kindly_that_it_is_done(browser, outbox, move):
    move()
    restore(browser, outbox)
    assert browser.open(undo_link(outbox)).title == "The old address is back already"
    assert [m.kind for m in outbox()].count("accounts/reset") == 1


def test_nothing_a_thief_does_afterwards_ends_the_link(app, browser, outbox, move, account, reader):
    move()
    with app.app_context():
        stolen = db.session.get(Account, reader)
        stolen.password_hash = hash_password(NEW_PASSWORD)
        stolen.end_links()
        stolen.erase_after = clock.now() + dt.timedelta(days=7)
        db.session.commit()
    move("elsewhere@example.org")
    restore(browser, outbox)
    assert account().id == reader
    assert account().erase_after is None


def test_with_a_change_the_later_ones_are_undone_and_their_links_end(
    browser, outbox, move, account
):
    move()
    move("elsewhere@example.org")
    restore(browser, outbox)
    page = browser.open(undo_link(outbox, THIEF))
    assert page.title == "The old address is back already"
    assert account()


def test_links_mailed_before_end(app, browser, outbox, move, reader):
    move()
    with app.app_context():
        account = db.session.get(Account, reader)
        link = mailed_link(
            changing.NEW_ADDRESS, "accounts.confirm_address", account, new="x@example.org"
        )
    restore(browser, outbox)
    browser.open(link, status=410)


def test_ways_in_of_the_same_visit_go_and_older_ones_stay(app, browser, outbox, move, reader):
    with app.app_context():
        now = clock.now()
        for name, days in (("the owner’s", 40), ("the thief’s", 0)):
            db.session.add(
                Passkey(
                    account_id=reader,
                    credential_id=name.encode(),
                    public_key=b"key",
                    name=name,
                    added_at=now - dt.timedelta(days=days),
                )
            )
        db.session.add(Authenticator(account_id=reader, secret="x", added_at=now, confirmed_at=now))
        db.session.add(MailCode(account_id=reader, code_hash="x", browser_hash="x", expires_at=now))
        db.session.commit()
    move()
    restore(browser, outbox)
    with app.app_context():
        assert list(db.session.scalars(select(Passkey.name))) == ["the owner’s"]
        assert not db.session.scalars(select(Authenticator)).all()
        assert not db.session.scalars(select(MailCode)).all()


def test_an_old_address_with_another_account_stays_with_it(
    app, browser, outbox, move, account, reader
):
    move()
    with app.app_context():
        make_account(READER)
        db.session.commit()
    page = restore(browser, outbox, status=409)
    assert page.title == "Your old address has another account"
    assert account(THIEF).id == reader
    assert account().id != reader


def test_an_account_nobody_confirmed_does_not_stand_in_the_way(
    app, browser, outbox, move, account, reader
):
    move()
    with app.app_context():
        make_account(READER, confirmed=False)
        db.session.commit()
    restore(browser, outbox)
    assert account().id == reader


def test_after_seven_days_the_change_stays(browser, outbox, move, account):
    move()
    for days, status in ((6, 200), (8, 410)):
        with time_machine.travel(clock.now() + dt.timedelta(days=days), tick=False):
            browser.open(undo_link(outbox), status=status)
    assert account(THIEF)


def test_the_right_password_of_before_opens_nothing_after_the_undo(browser, outbox, move):
    move()
    restore(browser, outbox)
    page = sign_in(browser, THIEF, PASSWORD, status=422)
    assert "do not belong together" in page.text
