"""The demo lets in as its editor who sits at its machine; no other paper does, and nobody else."""

from __future__ import annotations

import pytest

from tests.accounts.steps import READER
from tests.makers import make_account
from webapp.accounts import demonstrating
from webapp.accounts.models import Role
from webapp.extensions import db

BUTTON = "Enter as the demo editor"


@pytest.fixture
def demo(app):
    """The demo, with its editor."""
    with app.app_context():
        make_account(READER, role=Role.OWNER)
        db.session.commit()
        demonstrating.mark(READER)


def refused(browser, **options):
    """Neither the button is there, nor does sending its form do anything."""
    page = browser.open("/account/sign-in/", **options)
    assert BUTTON not in page.text
    form = {"csrf_token": page.token}
    headers = {"Referer": "http://localhost/account/sign-in/"}
    answer = browser.client.post("/account/demo/", data=form, headers=headers, **options)
    assert answer.status_code == 404
    assert "_user_id" not in browser.open("/account/", **options).text
    return True


def test_whoever_sits_at_the_demo_enters_the_newsroom_at_once(browser, demo):
    browser.open("/account/sign-in/")
    assert browser.press(BUTTON).path == "/newsroom/"
    assert "signed in with demo" in browser.open("/account/").text


def test_a_paper_that_is_not_the_demo_does_not_offer_it(app, browser):
    with app.app_context():
        make_account(READER, role=Role.OWNER)
        db.session.commit()
    assert refused(browser)


def test_the_demo_at_a_public_address_does_not_offer_it(app, browser, demo):
    app.config["PUBLIC_URL"] = "http://paper.example"
    assert refused(browser, base_url="http://paper.example")


def test_another_machine_is_not_offered_it(browser, demo):
    assert refused(browser, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})


def test_a_name_of_somebody_else_for_this_machine_is_not_offered_it(browser, demo):
    answer = browser.client.get("/account/sign-in/", base_url="http://evil.example")
    assert answer.status_code == 400
    assert BUTTON not in answer.text


def test_an_editor_who_was_disabled_is_not_let_in(app, browser, demo):
    browser.open("/account/sign-in/")
    with app.app_context():
        db.session.execute(db.text("update accounts set confirmed_at = null"))
        db.session.commit()
    assert browser.press(BUTTON, status=404).title == "There is no demo here"
