"""What is over is forgotten: sessions, old addresses, invitations, accounts that are nobody’s."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from tests.accounts.steps import NEW_PASSWORD, READER, VISIT, link_in, register, sign_in
from tests.makers import make_account, make_authenticator
from webapp import clock
from webapp.accounts import forgetting, signing_in
from webapp.accounts.models import (
    Account,
    AccountSession,
    AddressChange,
    Authenticator,
    Invitation,
    Role,
)
from webapp.accounts.staff import inviting
from webapp.extensions import db

DAY = dt.timedelta(days=1)
A_MONTH_AND_A_DAY = 31 * DAY


@pytest.fixture
def forget(app):
    """Run the sweeps, some time from now."""

    def run(later=dt.timedelta()):
        with time_machine.travel(clock.now() + later, tick=False), app.app_context():
            forgetting.forget_sessions()
            forgetting.forget_old()

    return run


@pytest.fixture
def opened(app):
    """Open sessions of an account, so many days ago each, and return their numbers."""

    def start(email, *ages, remember=False):
        numbers = []
        for days in ages:
            with time_machine.travel(clock.now() - days * DAY, tick=False), app.app_context():
                account = db.session.scalars(select(Account).where(Account.email == email)).one()
                session = signing_in.start(account, VISIT, remember=remember)
                db.session.commit()
                numbers.append(session.id)
        return numbers

    return start


def test_sessions_go_a_month_after_they_could_be_used_but_the_newest(
    reader, opened, sessions, forget
):
    *_, last_month, yesterday = opened(READER, 400, 32, 29, 1)
    forget()
    assert [one.id for one in sessions()] == [last_month, yesterday]
    forget(A_MONTH_AND_A_DAY)
    assert [one.id for one in sessions()] == [yesterday]


def test_a_remembered_session_goes_a_month_after_its_month(reader, opened, sessions, forget):
    _, kept, newest = opened(READER, 61, 59, 1, remember=True)
    forget()
    assert [one.id for one in sessions()] == [kept, newest]


def test_ended_or_not_and_of_one_account_as_of_another(app, filled, opened, forget, read):
    with filled():
        make_account(READER)
        make_account("other@example.org")
    opened(READER, 50, 40)
    opened("other@example.org", 50, 40)
    with filled():
        for one in db.session.scalars(select(AccountSession)):
            one.end()
    forget()
    assert len(read(select(AccountSession))) == 2


def test_more_than_a_batch_goes_in_one_sweep(reader, opened, sessions, forget, monkeypatch):
    monkeypatch.setattr(forgetting, "BATCH", 2)
    opened(READER, 50, 49, 48, 47, 46, 45)
    forget()
    assert len(sessions()) == 1


def test_the_owner_of_a_long_unused_account_is_told_of_a_new_browser(
    browser, reader, opened, outbox, forget
):
    opened(READER, 300, 200)
    forget()
    sign_in(browser)
    [mail] = outbox()
    assert mail.subject.endswith("a new browser signed in")


def test_an_old_address_goes_when_it_cannot_be_put_back(filled, reader, read, forget):
    with filled():
        change = {"account_id": reader, "new_email": READER}
        for days in (9, 7):
            changed_at = clock.now() - days * DAY
            db.session.add(
                AddressChange(old_email=f"{days}@a.example", changed_at=changed_at, **change)
            )
    forget()
    assert [one.old_email for one in read(select(AddressChange))] == ["7@a.example"]


def test_invitations_go_a_month_after_they_ran_out(filled, read, forget):
    with filled():
        for name in ("waiting", "taken", "withdrawn"):
            inviting.invite(f"{name}@example.com", Role.EDITOR)
        db.session.scalars(select(Invitation).filter_by(email="taken@example.com")).one().take()
        inviting.withdraw_any("withdrawn@example.com")
    forget(32 * DAY)
    assert len(read(select(Invitation))) == 3
    forget(34 * DAY)
    assert read(select(Invitation)) == []


def test_an_account_that_is_nobodys_goes_after_a_month_and_no_other(
    app, filled, account, outbox, forget
):
    with filled():
        make_account("nobody@example.org", confirmed=False)
        make_account("closed@example.org", confirmed=False, disabled_at=clock.now())
        make_account("author@example.org", confirmed=False, role=Role.AUTHOR)
        make_account(READER)
    forget(29 * DAY)
    assert account("nobody@example.org")
    forget(A_MONTH_AND_A_DAY)
    assert account("nobody@example.org") is None
    assert account("closed@example.org")
    assert account("author@example.org")
    assert account(READER)
    assert not outbox()


def test_whoever_registers_once_more_has_another_month(browser, account, outbox, forget):
    with time_machine.travel(clock.now() - 29 * DAY, tick=False):
        register(browser)
    register(browser)
    forget(2 * DAY)
    browser.open(link_in(outbox()[-1]))
    browser.press("Confirm my address")
    sign_in(browser, password=NEW_PASSWORD)
    forget(A_MONTH_AND_A_DAY)
    assert account().confirmed_at


def test_an_app_that_nobody_took_into_use_goes_after_a_day(filled, read, forget):
    with filled():
        make_authenticator(make_account("used@example.org"))
        make_authenticator(make_account("begun@example.org"), confirmed_at=None)
    forget(dt.timedelta(hours=23))
    assert len(read(select(Authenticator))) == 2
    forget(dt.timedelta(hours=25))
    [kept] = read(select(Authenticator))
    assert kept.confirmed_at
