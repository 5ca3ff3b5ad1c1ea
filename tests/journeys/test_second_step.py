"""An authenticator app: set up, signed in with, stood in for by a recovery code; staff need one."""

from __future__ import annotations

import itertools
import time

import pyotp
import pytest
from playwright.sync_api import expect

from tests.journeys.site import enter
from tests.journeys.steps import PASSWORD, first_step, sign_out

numbers = itertools.count(1)
HALF_MINUTE = 30  # seconds


@pytest.fixture
def address(site):
    """The address of somebody on the staff who never signed in."""
    address = f"editor-{next(numbers)}@example.com"
    site.command("staff", "add", address, "--role", "editor", "--password-stdin", given=PASSWORD)
    return address


def shown(secret, *, ahead=0):
    """What the app shows, or will in a moment: digits that were used are no use again."""
    return pyotp.TOTP(secret).at(time.time() + ahead)


def second_step(tab, code):
    expect(tab.get_by_role("heading", level=1)).to_have_text("One more step")
    tab.get_by_label("Code").fill(code)
    tab.get_by_role("button", name="Go on").click()


def test_an_editor_gets_into_the_newsroom_by_an_app_and_back_by_a_recovery_code(tab, address):
    first_step(tab, address, path="/newsroom/stories/")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Our privacy notice")
    tab.get_by_role("button", name="I agree").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Add a second step")
    tab.get_by_role("button", name="Set up an authenticator app").click()
    secret = tab.locator("code.secret").inner_text().replace(" ", "")
    expect(tab.get_by_alt_text("QR code")).to_be_visible()
    assert tab.get_by_alt_text("QR code").evaluate("image => image.naturalWidth") > 0
    tab.get_by_label("Code").fill(shown(secret))
    tab.get_by_role("button", name="Use this app").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    codes = tab.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    tab.get_by_role("link", name="I have kept them").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Stories")

    sign_out(tab)
    first_step(tab, address, path="/newsroom/")
    second_step(tab, shown(secret, ahead=HALF_MINUTE))
    expect(tab.get_by_role("link", name="Front page")).to_be_visible()

    sign_out(tab)
    first_step(tab, address)
    expect(tab.get_by_role("heading", level=1)).to_have_text("One more step")
    tab.get_by_role("link", name="Use a recovery code").click()
    second_step(tab, codes[4])
    expect(tab.get_by_text("9 recovery codes left")).to_be_visible()


def test_the_demo_lets_in_who_sits_at_its_machine(tab):
    tab.goto("/account/sign-in/")
    tab.get_by_role("button", name="Enter as the demo editor").click()
    expect(tab.get_by_role("link", name="Front page")).to_be_visible()


@pytest.mark.parametrize("tab", [True], indirect=True, ids=["with JavaScript"])
def test_who_types_for_hours_stays_signed_in(tab, site):
    enter(tab, site)
    tab.clock.install()
    tab.goto("/newsroom/stories/new/")
    tab.get_by_label("Headline", exact=True).fill("A long day")
    tab.clock.fast_forward("11:00")
    with tab.expect_response("**/account/here/") as told:
        tab.get_by_label("Headline", exact=True).fill("A long day at the river")
    assert told.value.status == 204
    tab.context.clear_cookies()
    tab.clock.fast_forward("11:00")
    tab.get_by_label("Headline", exact=True).fill("A long day at the river, and a night")
    expect(tab.get_by_role("alert")).to_contain_text("You are signed out.")
