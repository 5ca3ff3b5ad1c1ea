from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from tests.accounts.steps import NEW_PASSWORD, READER, is_signed_in, sign_in
from webapp.cli.staff import staff


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
    assert page.title == "Choose a password"
    browser.press("Save the new password", password=NEW_PASSWORD)
    sign_in(browser, "editor@example.com", NEW_PASSWORD)
    assert is_signed_in(browser)
    assert account("editor@example.com").role == "editor"
    browser.open(answer["link"], status=410)


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
    assert said == f"{READER} is lists now.\n"
    assert (account().role, account().password_hash) == ("lists", before)


def test_who_registered_an_address_before_its_owner_was_appointed_gets_nothing(
    masthead, browser, other_browser, outbox, account
):
    browser.open("/account/register/")
    browser.press("Register", email="editor@example.com", password=NEW_PASSWORD)
    answer = json.loads(masthead("add", "editor@example.com", "--role", "editor", "--json"))
    browser.open("/account/sign-in/")
    page = browser.press("Sign in", status=422, email="editor@example.com", password=NEW_PASSWORD)
    assert "do not belong together" in page.text
    assert other_browser.open(answer["link"]).title == "Choose a password"


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
    masthead("add", "editor@example.com", "--role", "editor", "--name", "Dana")
    assert [one["email"] for one in json.loads(masthead("list", "--json"))] == [
        "editor@example.com"
    ]
    assert masthead("list") == "editor  editor@example.com  Dana\n"
