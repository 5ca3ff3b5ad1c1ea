"""Invitations to the newsroom: one link, one person, one clear outcome."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from sqlalchemy import select

from tests.accounts.steps import (
    NEW_PASSWORD,
    READER,
    enter,
    is_signed_in,
    link_in,
    register,
    sign_in,
    text_of,
)
from tests.makers import make_account, make_list
from webapp import clock
from webapp.accounts.models import Role
from webapp.accounts.staff import inviting
from webapp.extensions import db
from webapp.newsroom.models import AuditEntry
from webapp.subscriptions.keeping import kept_ids


@pytest.fixture
def owner(app, other_browser):
    """The browser of an owner, at the page that invites."""
    with app.app_context():
        make_account("owner@example.com", role=Role.OWNER)
        make_list("first", "First")
        make_list("second", "Second")
        db.session.commit()
    enter(other_browser, "owner@example.com")
    return other_browser


def invite(owner, email=READER, role="editor", *, status=200, **fields):
    owner.open("/newsroom/staff/invite/")
    return owner.press("Send the invitation", status=status, email=email, role=role, **fields)


def test_who_has_no_account_begins_one_with_the_role(app, owner, browser, outbox, account):
    assert READER in invite(owner).text
    (mail,) = outbox()
    assert mail.recipient == READER
    page = browser.open(link_in(mail))
    assert "Editor" in page.text
    browser.press("Begin my account", status=422, password="short")
    browser.press("Begin my account", password=NEW_PASSWORD)
    assert (account().role, account().confirmed_at is not None) == ("editor", True)
    assert browser.press(
        "Sign in", email=READER, password=NEW_PASSWORD
    ).title == "A second step for the newsroom" or is_signed_in(browser)
    assert browser.open(link_in(mail)).title == "You have taken this invitation"
    assert not owner.open("/newsroom/staff/").all("#invited")


def test_who_has_an_account_signs_in_and_takes_the_role(
    app, owner, browser, reader, outbox, account
):
    invite(owner)
    link = link_in(outbox()[0])
    page = browser.open(link)
    assert not page.all("[name=password]")
    sign_in(browser, path=str(page.one("main a.button")["href"]))
    assert browser.page.title == "You are invited to the newsroom"
    before = browser.client.get_cookie("masthead").value
    browser.press("Take the role")
    assert account().role == "editor"
    assert browser.client.get_cookie("masthead").value != before  # a new secret with new rights
    with app.app_context():
        acts = [(entry.actor, entry.act) for entry in db.session.scalars(select(AuditEntry))]
    assert acts == [("owner@example.com", "invited"), (READER, "took invitation")]
    assert "newsroom was changed" in text_of(outbox()[-1])


def test_taking_a_role_signs_out_every_other_browser(app, owner, browser, reader, outbox):
    enter(owner)  # the reader's other browser now
    enter(browser)
    with app.app_context():
        link = inviting.link_of(inviting.invite(READER, Role.AUTHOR))
        db.session.commit()
    browser.open(link)
    browser.press("Take the role")
    assert is_signed_in(browser)
    assert not is_signed_in(owner)


def test_a_list_manager_gets_the_lists_that_were_named(app, owner, browser, outbox, account):
    invite(owner, role="lists", reach="some", lists=["2"])
    browser.open(link_in(outbox()[0]))
    browser.press("Begin my account", password=NEW_PASSWORD)
    with app.app_context():
        assert kept_ids(account().id) == [2]


def test_nobody_else_takes_it(app, owner, browser, reader, outbox, account):
    invite(owner)
    with app.app_context():
        make_account("other@example.com")
        db.session.commit()
    enter(browser, "other@example.com")
    page = browser.open(link_in(outbox()[0]))
    assert "this invitation is for another address" in page.text
    assert not page.all("main form")
    browser.open("/account/name/")
    token = browser.page.all("[name=csrf_token]")[0]["value"]
    answer = browser.client.post(link_in(outbox()[0]), data={"csrf_token": token})
    assert answer.status_code == 403
    assert account("other@example.com").role == account().role == "reader"


def test_looking_changes_nothing(owner, browser, outbox, dump):
    invite(owner)
    before = dump()
    browser.open(link_in(outbox()[0]))
    browser.client.head(link_in(outbox()[0]))
    assert dump() == before


def test_an_invitation_lives_three_days(owner, browser, outbox):
    invite(owner)
    link = link_in(outbox()[0])
    with time_machine.travel(clock.now() + dt.timedelta(days=2, hours=23), tick=False):
        browser.open(link)
    with time_machine.travel(clock.now() + dt.timedelta(days=3, minutes=1), tick=False):
        browser.open(link, status=410)


def test_one_that_was_withdrawn_or_mailed_again_is_refused(owner, browser, outbox):
    invite(owner)
    owner.open("/newsroom/staff/")
    owner.press("Mail it again")
    first, second = (link_in(mail) for mail in outbox())
    browser.open(first, status=410)
    browser.open(second)
    owner.open("/newsroom/staff/")
    owner.press("Withdraw it")
    browser.open(second, status=410)
    assert not owner.open("/newsroom/staff/").all("#invited")
    invite(owner)
    browser.open(link_in(outbox()[2]))


@pytest.mark.parametrize(
    ("email", "role", "sentence"),
    [
        ("owner@example.com", "editor", "is on the staff already"),
        ("closed@example.com", "editor", "is disabled; enable it first"),
        ("invited@example.com", "author", "is invited already"),
        (READER, "reader", "Choose a role of the newsroom"),
        ("nonsense", "editor", "Write the address in full"),
    ],
)
def test_what_cannot_be_offered_is_refused_on_the_form(app, owner, outbox, email, role, sentence):
    with app.app_context():
        make_account("closed@example.com", disabled_at=clock.now())
        inviting.invite("invited@example.com", Role.EDITOR)
        db.session.commit()
    page = invite(owner, email, role, status=422)
    assert sentence in page.text
    assert page.one("[name=email]")["value"] == email
    assert not outbox()


def test_an_address_is_not_flooded(app, owner, outbox):
    app.config["RATELIMIT_ENABLED"] = True
    invite(owner)
    for _ in range(3):
        owner.open("/newsroom/staff/")
        owner.press("Mail it again")
    owner.open("/newsroom/staff/")
    assert owner.press("Mail it again", status=409).title == "That is enough mail for now"
    assert len(outbox()) == 4


def test_who_registers_an_invited_address_learns_nothing_and_gets_the_invitation(
    app, owner, browser, outbox, account
):
    invite(owner)
    register(browser, password="a password of a stranger")
    assert [mail.kind for mail in outbox()] == ["accounts/invitation"] * 2
    assert browser.open(link_in(outbox()[1])).title == "You are invited to the newsroom"
    assert account() is None
