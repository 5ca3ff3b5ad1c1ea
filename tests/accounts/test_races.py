"""Two at once: the database decides, and each gets one clear outcome."""

from __future__ import annotations

import functools

import pytest
from sqlalchemy import func, select

from tests.accounts.steps import (
    NEW_PASSWORD,
    READER,
    VISIT,
    at_once,
    forgot,
    register,
    token_in,
)
from tests.makers import make_account
from webapp.accounts import changing, confirming, recovering, registering, restoring
from webapp.accounts.linking import mailed_link
from webapp.accounts.models import Account, AddressChange, SecurityEvent
from webapp.accounts.passwords import check_password
from webapp.extensions import db
from webapp.outcomes import LinkExpired

NEW = "new.address@example.org"


def rows(app, model):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def change_link(app, account_id, new=NEW):
    """The token that puts ``new`` in place of the account’s address."""
    with app.app_context():
        account = db.session.get(Account, account_id)
        url = mailed_link(changing.NEW_ADDRESS, "accounts.confirm_address", account, new=new)
    return url.rstrip("/").rsplit("/", 1)[1]


@pytest.fixture
def token(app, reader):
    """A link that gives the reader a new address."""
    return change_link(app, reader)


def confirm_address(token):
    return functools.partial(changing.change_address, token, VISIT)


def test_of_two_resets_at_once_one_counts(app, browser, reader, outbox, account):
    forgot(browser)
    token = token_in(outbox()[0])
    wanted = ["the first of two passwords", "the second of two passwords"]

    def choose(password):
        recovering.choose_password(token, password, VISIT)
        return password

    results = at_once(app, *(functools.partial(choose, password) for password in wanted))
    [won] = [result for result in results if result in wanted]
    [lost] = [result for result in results if result not in wanted]
    assert isinstance(lost, LinkExpired)
    assert check_password(account().password_hash, won)
    assert rows(app, SecurityEvent) == 1


def test_of_two_confirmations_at_once_the_second_is_told_kindly(app, browser, outbox, account):
    register(browser)
    confirm = functools.partial(confirming.confirm, token_in(outbox()[0]))
    results = at_once(app, confirm, confirm)
    assert sorted(type(result).__name__ for result in results) == ["Account", "AlreadyConfirmed"]
    assert account().confirmed_at


def test_of_two_registrations_at_once_there_is_one_account(app, outbox):
    ask = functools.partial(registering.register, READER, NEW_PASSWORD)
    assert at_once(app, ask, ask) == [None, None]
    assert rows(app, Account) == 1
    assert [mail.kind for mail in outbox()] == ["accounts/confirm"] * 2


def test_of_two_presses_of_one_change_the_second_is_told_kindly(app, token, account, outbox):
    results = at_once(app, confirm_address(token), confirm_address(token))
    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["Account", "AddressChangedAlready"]
    assert account(NEW)
    assert rows(app, AddressChange) == len(outbox()) == 1


def test_of_two_accounts_that_want_one_address_one_gets_it(app, reader, token, account, outbox):
    with app.app_context():
        other = make_account("someone@example.org").id
        db.session.commit()
    results = at_once(app, confirm_address(token), confirm_address(change_link(app, other)))
    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["Account", "AddressTaken"]
    assert account(NEW).id in {reader, other}
    assert bool(account(READER)) != bool(account("someone@example.org"))
    assert rows(app, AddressChange) == len(outbox()) == 1


def test_who_registers_an_address_while_it_is_taken_gets_no_second_account(
    app, reader, token, account, outbox
):
    at_once(
        app,
        confirm_address(token),
        functools.partial(registering.register, NEW, NEW_PASSWORD),
    )
    assert account(NEW).id == reader
    assert rows(app, Account) == 1


def test_of_two_presses_that_put_an_address_back_one_counts(app, token, account, outbox):
    at_once(app, confirm_address(token))
    undo = functools.partial(restoring.restore, token_in(outbox()[0]), VISIT)
    results = at_once(app, undo, undo)
    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["Account", "AddressRestoredAlready"]
    assert account().password_hash == ""
    assert [mail.kind for mail in outbox()].count("accounts/reset") == 1


def test_a_reset_and_a_new_address_at_once_end_each_others_link(app, browser, reader, outbox):
    forgot(browser)
    token = token_in(outbox()[-1])
    change = change_link(app, reader)
    reset = functools.partial(recovering.choose_password, token, NEW_PASSWORD, VISIT)
    results = at_once(app, reset, confirm_address(change))
    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["Account", "LinkExpired"]
