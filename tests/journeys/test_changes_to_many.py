"""Staff change everybody a search found, after a look at what that would do, and take it back."""

from __future__ import annotations

import itertools

import pytest
from playwright.sync_api import expect

from tests.journeys.site import enter
from tests.journeys.test_accessibility import check

numbers = itertools.count(1)
PEOPLE = 120


@pytest.fixture
def peaks(site):
    """A list of this journey alone, whose name is the domain of its readers."""
    name = f"peaks-{next(numbers)}"
    site.command("list", "create", name, "--name", name)
    rows = "".join(f"climber{n}@{name}.example,2024-05-01T08:00:00Z\n" for n in range(PEOPLE))
    file = site.instance / "peaks.csv"
    file.write_text("email,confirmed_at\n" + rows, encoding="utf-8")
    site.command("import", "subscribers", str(file), "--list", name)
    return name


def test_subscriptions_of_everybody_found_end_and_are_opened_again(tab, site, peaks):
    enter(tab, site)
    tab.goto(f"/newsroom/subscribers/?domain={peaks}.example")
    tab.get_by_role("link", name="End subscriptions").click()
    tab.get_by_label("List").select_option(label=peaks)
    tab.get_by_label("Why").fill("There is no letter on peaks any more")
    tab.get_by_role("button", name="Show what it would do").click()
    wait_until_worked(tab, "Looked up, nobody changed.")
    assert reached(site, peaks) == PEOPLE
    tab.get_by_role("button", name=f"Change these {PEOPLE}").click()
    wait_until_worked(tab, "Done.")
    assert reached(site, peaks) == 0
    tab.get_by_role("link", name="Undo").click()
    tab.get_by_label("Why it is taken back").fill("It was the letter on passes")
    tab.get_by_role("button", name="Take it back").click()
    wait_until_worked(tab, "Taken back.")
    assert reached(site, peaks) == PEOPLE
    site.command("consent", "verify")


def test_its_page_has_no_barrier(chromium_browser, site, peaks):
    context = chromium_browser.new_context(base_url=site.url)
    page = context.new_page()
    enter(page, site)
    page.goto(f"/newsroom/actions/new/remove/?domain={peaks}.example")
    page.get_by_label("Attribute").fill("city")
    page.get_by_role("button", name="Show what it would do").click()
    wait_until_worked(page, "Looked up, nobody changed.")
    check(page, page.url)
    context.close()


def wait_until_worked(tab, words):
    """Look again until the worker is through, as somebody without JavaScript does."""
    for _ in range(60):
        if words in tab.get_by_role("main").inner_text():
            return
        tab.wait_for_timeout(500)
        tab.goto(tab.url)
    expect(tab.get_by_role("main")).to_contain_text(words)


def reached(site, name):
    """How many of the list a letter reaches."""
    given = site.command("export", "subscribers", "--list", name)
    return given.count(f"@{name}.example")
