"""A reader registers, confirms from the mail, signs in, saves a story, signs out."""

from __future__ import annotations

import itertools

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import PASSWORD, SAVE, register, save, sign_in, sign_out

numbers = itertools.count(1)


@pytest.fixture
def address(request):
    """An address nobody used yet."""
    return (
        f"reader-{request.node.callspec.id.replace(' ', '-')}-{next(numbers)}@example.com".lower()
    )


def test_a_reader_registers_saves_a_story_and_signs_out(tab, site, address):
    register(tab, site, address)

    tab.goto("/")
    story = tab.get_by_role("main").get_by_role("heading", level=2).get_by_role("link").first
    headline = story.inner_text()
    story.click()
    save(tab)

    tab.goto("/account/saved/")
    expect(tab.get_by_role("link", name=headline, exact=True)).to_be_visible()

    sign_out(tab)
    tab.goto("/account/saved/")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.mark.parametrize("tab", [True], indirect=True, ids=["with JavaScript"])
def test_what_a_stranger_saves_moves_into_the_account(tab, site, address):
    site.command("staff", "add", address, "--role", "author", "--password-stdin", given=PASSWORD)
    tab.goto("/category/tourism/")
    tab.get_by_role("main").get_by_role("heading", level=2).get_by_role("link").first.click()
    headline = tab.get_by_role("heading", level=1).inner_text()
    save(tab)
    tab.reload()
    expect(tab.locator(SAVE)).to_have_attribute("aria-pressed", "true")

    tab.goto("/account/sign-in/")
    expect(tab.get_by_text("One story is kept in this browser")).to_be_visible()
    with tab.expect_response("**/account/saved/take/") as taken:
        sign_in(tab, address)
        tab.goto("/")  # what has to be agreed to stands on the way
    assert taken.value.json() == {"taken": 1}
    tab.goto("/account/saved/")
    expect(tab.get_by_role("link", name=headline, exact=True)).to_be_visible()
    assert tab.evaluate("localStorage.getItem('masthead.saved')") is None
