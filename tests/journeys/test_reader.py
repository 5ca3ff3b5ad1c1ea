"""A reader registers, confirms from the mail, signs in, saves a story, signs out."""

from __future__ import annotations

import itertools

import pytest
from playwright.sync_api import expect

from tests.journeys.site import link_in

numbers = itertools.count(1)
PASSWORD = "four camels crossed the river"


@pytest.fixture
def address(request):
    """An address nobody used yet."""
    return (
        f"reader-{request.node.callspec.id.replace(' ', '-')}-{next(numbers)}@example.com".lower()
    )


def test_a_reader_registers_saves_a_story_and_signs_out(tab, site, address):
    tab.goto("/account/register/")
    tab.get_by_label("Your e-mail address").fill(address)
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Register").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Check your mail")

    tab.goto(link_in(site.letterbox.wait_for(address, "Confirm"), "/account/confirm/"))
    tab.get_by_role("main").get_by_role("button").click()
    sign_in(tab, address)

    tab.goto("/")
    story = tab.get_by_role("main").get_by_role("heading", level=2).get_by_role("link").first
    headline = story.inner_text()
    story.click()
    tab.get_by_role("button", name="Save story").click()
    expect(tab.get_by_role("button", name="Saved")).to_be_visible()

    tab.goto("/account/saved/")
    expect(tab.get_by_role("link", name=headline)).to_be_visible()

    tab.get_by_role("button", name="Sign out").first.click()
    expect(tab.get_by_role("link", name="Sign in").first).to_be_visible()
    tab.goto("/account/saved/")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Sign in")


def sign_in(tab, address, password=PASSWORD):
    """Sign in through the form."""
    tab.goto("/account/sign-in/")
    tab.get_by_label("Your e-mail address").fill(address)
    tab.get_by_label("Password", exact=True).fill(password)
    tab.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("heading", level=1)).not_to_have_text("Sign in")


@pytest.mark.parametrize("tab", [True], indirect=True, ids=["with JavaScript"])
def test_what_a_stranger_saves_moves_into_the_account(tab, site, address):
    site.command("staff", "add", address, "--role", "author", "--password-stdin", given=PASSWORD)
    tab.goto("/category/tourism/")
    tab.get_by_role("main").get_by_role("heading", level=2).get_by_role("link").first.click()
    headline = tab.get_by_role("heading", level=1).inner_text()
    save = tab.locator(".story__by [data-switch^=save-]")
    save.click()
    expect(save).to_have_attribute("aria-pressed", "true")
    tab.reload()
    expect(save).to_have_attribute("aria-pressed", "true")

    tab.goto("/account/sign-in/")
    expect(tab.get_by_text("One story is kept in this browser")).to_be_visible()
    with tab.expect_response("**/account/saved/take/") as taken:
        sign_in(tab, address)
    assert taken.value.json() == {"taken": 1}
    tab.goto("/account/saved/")
    expect(tab.get_by_role("link", name=headline)).to_be_visible()
    assert tab.evaluate("localStorage.getItem('masthead.saved')") is None
