from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from tests.accounts.steps import NEW_PASSWORD, READER, enter, is_signed_in, link_in, sign_in
from tests.makers import PASSWORD, make_account, make_authenticator, make_recovery_codes
from webapp.accounts.models import Passkey, RecoveryCode, Role, SecurityEvent
from webapp.accounts.staff.owning import LastOwner
from webapp.cli.staff import staff
from webapp.extensions import db
from webapp.newsroom.models import AuditEntry


@pytest.fixture
def masthead(app):
    """Run a staff command."""

    def run(*arguments, stdin=None, status=0):
        with app.app_context():
            done = CliRunner().invoke(staff, arguments, input=stdin)
        assert done.exit_code == status, done.output
        return done.stdout if status == 0 else done.stderr

    return run


def test_invited_staff_choose_their_password_by_the_printed_link(masthead, browser, account):
    answer = json.loads(masthead("add", "Editor@Example.com", "--role", "editor", "--json"))
    assert (answer["email"], answer["role"], answer["confirmed"]) == (
        "editor@example.com",
        "editor",
        False,
    )
    page = browser.open(answer["link"])
    assert page.title == "You are invited to the newsroom"
    browser.press("Begin my account", password=NEW_PASSWORD)
    sign_in(browser, "editor@example.com", NEW_PASSWORD)
    assert is_signed_in(browser)
    assert account("editor@example.com").role == "editor"
    assert browser.open(answer["link"]).title == "You have taken this invitation"


def test_staff_with_a_password_sign_in_at_once(masthead, browser):
    masthead(
        "add",
        "owner@example.com",
        "--role",
        "owner",
        "--name",
        "Dana",
        "--password-stdin",
        stdin=NEW_PASSWORD + "\n",
    )
    sign_in(browser, "owner@example.com", NEW_PASSWORD)
    assert is_signed_in(browser)


def test_a_reader_becomes_staff_and_keeps_the_password(masthead, browser, reader, account):
    before = account().password_hash
    said = masthead("add", READER, "--role", "lists")
    assert said.startswith(f"{READER} is lists now.\n")
    assert "an authenticator app or a passkey" in said
    assert (account().role, account().password_hash) == ("lists", before)


def test_who_registered_an_address_before_its_owner_was_invited_gets_nothing(
    masthead, browser, other_browser, outbox, account
):
    browser.open("/account/register/")
    browser.press("Register", email="editor@example.com", password=NEW_PASSWORD)
    answer = json.loads(masthead("add", "editor@example.com", "--role", "editor", "--json"))
    browser.open("/account/sign-in/")
    page = browser.press("Sign in", status=422, email="editor@example.com", password=NEW_PASSWORD)
    assert "do not belong together" in page.text
    browser.open(link_in(outbox()[0]), status=410)
    assert other_browser.open(answer["link"]).title == "You are invited to the newsroom"


def test_a_second_link_ends_the_first(masthead, browser):
    first = json.loads(masthead("add", "editor@example.com", "--role", "editor", "--json"))
    second = json.loads(masthead("add", "editor@example.com", "--role", "author", "--json"))
    browser.open(first["link"], status=410)
    assert "Author" in browser.open(second["link"]).text


def test_an_account_is_disabled_and_enabled(masthead, browser, reader, account):
    sign_in(browser)
    assert "cannot sign in" in masthead("disable", READER)
    assert not is_signed_in(browser)
    browser.open("/account/sign-in/")
    assert (
        "This account is closed"
        in browser.press("Sign in", status=422, email=READER, password=PASSWORD).text
    )
    assert "can sign in again" in masthead("enable", READER)
    sign_in(browser)
    assert is_signed_in(browser)
    assert "no account" in masthead("disable", "nobody@example.com", status=1)


def test_the_last_owner_stays_whatever_is_commanded(masthead, app, account):
    masthead("add", READER, "--role", "owner", "--password-stdin", stdin=NEW_PASSWORD + "\n")
    with app.app_context():
        for arguments in (["add", READER, "--role", "editor"], ["disable", READER]):
            done = CliRunner().invoke(staff, arguments)
            assert isinstance(done.exception, LastOwner), arguments
            db.session.rollback()
    assert (account().role, account().disabled_at) == ("owner", None)


@pytest.mark.parametrize(
    ("arguments", "stdin", "status", "sentence"),
    [
        (["add", "nonsense", "--role", "editor"], None, 1, "Write the address in full"),
        (["add", READER, "--role", "editor", "--password-stdin"], "short\n", 1, "at least 15"),
        (["add", READER, "--role", "reader"], None, 2, "reader"),
        (["add", READER], None, 2, "--role"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    masthead, account, arguments, stdin, status, sentence
):
    assert sentence in masthead(*arguments, stdin=stdin, status=status)
    assert account() is None


def test_staff_are_listed(masthead, reader):
    masthead("add", READER, "--role", "editor")
    assert [one["email"] for one in json.loads(masthead("list", "--json"))] == [READER]
    assert masthead("list") == f"editor  {READER}\n"


def test_an_owner_who_lost_everything_is_let_back_in(masthead, app, browser, other_browser):
    with app.app_context():
        account = make_account(READER, role=Role.OWNER)
        make_authenticator(account)
        make_recovery_codes(account)
        db.session.add(
            Passkey(account_id=account.id, credential_id=b"1", public_key=b"2", name="Key")
        )
        db.session.commit()
    enter(other_browser)
    said = json.loads(masthead("rescue", "Reader@Example.com", "--json"))
    assert said == {"email": READER, "removed": 2}
    assert not is_signed_in(other_browser)
    assert sign_in(browser, path="/account/sign-in/?next=/newsroom/").title == "Add a second step"
    with app.app_context():
        assert not db.session.scalar(select(func.count(RecoveryCode.id)))
        noted = set(db.session.scalars(select(SecurityEvent.what)))
        assert {"PASSKEY_REMOVED", "AUTHENTICATOR_REMOVED"} <= noted
        acts = set(db.session.scalars(select(AuditEntry.act)))
        assert "took second factors" in acts


def test_nobody_unknown_is_rescued(masthead):
    assert "There is no account" in masthead("rescue", "nobody@example.com", status=1)


def test_a_password_too_short_to_stand_alone_goes_with_the_factors(masthead, app, account):
    with app.app_context():
        make_authenticator(make_account(READER, password_is_short=True))
        db.session.commit()
    assert "by Forgot it" in masthead("rescue", READER)
    assert account().password_hash == ""


def test_the_paper_signs_one_account_out_everywhere_or_everybody(
    masthead, browser, other_browser, reader, filled
):
    with filled():
        make_account("second@example.com")
    sign_in(browser)
    sign_in(other_browser, "second@example.com")
    assert READER in masthead("sign-out", READER)
    assert not is_signed_in(browser)
    assert is_signed_in(other_browser)
    masthead("sign-out", "--everybody")
    assert not is_signed_in(other_browser)
    assert "Name one address" in masthead("sign-out", status=2)
    assert "Name one address" in masthead("sign-out", READER, "--everybody", status=2)
