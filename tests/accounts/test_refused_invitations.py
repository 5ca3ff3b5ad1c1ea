"""Invitations that are raced for, altered or out of date: the database decides."""

from __future__ import annotations

import functools

import pytest
from sqlalchemy import select

from tests.accounts.steps import (
    NEW_PASSWORD,
    READER,
    VISIT,
    at_once,
)
from tests.makers import make_account
from webapp import clock
from webapp.accounts.models import Account, Invitation, Role
from webapp.accounts.staff import inviting, taking
from webapp.extensions import db
from webapp.tokens import Purpose


def invited(app, email=READER):
    with app.app_context():
        link = inviting.link_of(inviting.invite(email, Role.EDITOR))
        db.session.commit()
    return link.rstrip("/").rsplit("/", 1)[1]


def test_of_two_who_begin_with_one_link_at_once_one_does(app, account):
    token = invited(app)
    begin = functools.partial(taking.begin, token, NEW_PASSWORD, VISIT)
    results = at_once(app, begin, begin)
    assert sorted(type(one).__name__ for one in results) == ["NoneType", "TakenAlready"]
    assert account().role == "editor"


def test_of_two_who_take_it_at_once_one_does(app, reader, account):
    token = invited(app)

    def take():
        taking.take(token, db.session.get(Account, reader), VISIT)

    results = at_once(app, take, take)
    assert sorted(type(one).__name__ for one in results) == ["NoneType", "TakenAlready"]


def test_taking_and_withdrawing_at_once_have_one_outcome(app, account):
    token = invited(app)

    def withdraw():
        found = inviting.waiting(1)
        if found:
            found.withdraw()
        return found is not None

    begun, withdrawn = at_once(
        app, functools.partial(taking.begin, token, NEW_PASSWORD, VISIT), withdraw
    )
    assert (begun is None) != withdrawn
    assert (account() is not None) != withdrawn


def test_of_two_who_invite_one_address_at_once_one_does(app):
    def offer(role):
        return lambda: inviting.invite(READER, role).id

    results = at_once(app, offer(Role.EDITOR), offer(Role.AUTHOR))
    assert sorted(type(one).__name__ for one in results) == ["InvitedAlready", "int"]
    with app.app_context():
        assert len(db.session.scalars(select(Invitation)).all()) == 1


def test_an_account_registered_a_moment_before_is_taken_over_by_who_reads_the_mail(app, account):
    token = invited(app)
    with app.app_context():
        strangers = make_account(READER, confirmed=False).password_hash
        db.session.commit()
        taking.begin(token, NEW_PASSWORD, VISIT)
        db.session.commit()
    assert (account().role, account().is_active) == ("editor", True)
    assert account().password_hash != strangers


@pytest.mark.parametrize("change_to", [{"role": "author"}, {"disabled_at": clock.now()}])
def test_what_changed_since_decides(app, reader, change, change_to, account):
    token = invited(app)
    change(**change_to)
    with app.app_context(), pytest.raises((inviting.OnStaffAlready, taking.LinkExpired)):
        taking.take(token, db.session.get(Account, reader), VISIT)
    assert account().role == change_to.get("role", "reader")


@pytest.mark.parametrize("where", [0, 9, -5, -30])
def test_an_altered_link_is_refused(app, browser, where):
    token = invited(app)
    position = where % len(token)
    letter = "A" if token[position] != "A" else "B"
    browser.open(
        f"/account/invitation/{token[:position]}{letter}{token[position + 1 :]}/", status=404
    )


def test_a_link_for_another_purpose_is_refused(app, browser):
    token = invited(app)
    with app.app_context():
        payload = inviting.INVITATION.read(token)
        strange = Purpose("accounts.reset", None).sign(**payload)
    browser.open(f"/account/invitation/{strange}/", status=404)
    browser.open(f"/account/reset/{token}/", status=404)


def test_a_link_signed_with_a_retired_key_is_refused(app, browser):
    token = invited(app)
    app.config.update(
        SECRET_KEY="a-new-key-for-tests", SECRET_KEY_FALLBACKS=["a-key-for-tests-only"]
    )
    browser.open(f"/account/invitation/{token}/")
    app.config.update(SECRET_KEY_FALLBACKS=[])
    browser.open(f"/account/invitation/{token}/", status=404)
