"""An editor sends a breaking alert; a reader chooses the hour of a digest that staff gave rules."""

from __future__ import annotations

import itertools
import uuid

from playwright.sync_api import expect

from tests.journeys.site import enter, link_in
from tests.journeys.test_accessibility import check

numbers = itertools.count(1)


def test_an_editor_alerts_of_a_story_within_minutes(tab, site, tmp_path):
    number = next(numbers)
    reader = f"alerted-{uuid.uuid4().hex[:8]}@example.net"
    enter(tab, site)
    make_list(tab, site, f"breaking-{number}", f"Breaking {number}", "Breaking alert")
    bring(site, tmp_path, f"breaking-{number}", reader)
    tab.goto("/newsroom/stories/?state=published")
    tab.locator("tbody th a").first.click()
    headline = tab.get_by_label("Headline").input_value()
    tab.get_by_role("link", name="Send alert…").click()
    tab.get_by_label("List").select_option(label=f"Breaking {number}: 1 reader")
    tab.get_by_role("button", name="Send the alert").click()
    expect(tab.get_by_role("status")).to_contain_text("Sending the alert to 1.")
    letter = site.letterbox.wait_for(reader)
    assert letter["Subject"] == headline
    link_in(letter, "/letters/to/")


def test_staff_give_a_digest_rules_and_a_reader_chooses_the_hour(tab, site, tmp_path):
    number = next(numbers)
    name, reader = f"The Day {number}", f"daily-{uuid.uuid4().hex[:8]}@example.net"
    enter(tab, site)
    make_list(tab, site, f"day-{number}", name, "Automatic digest")
    tab.get_by_role("link", name="Digest", exact=True).click()
    tab.get_by_label("Nation", exact=True).check()
    tab.get_by_label("Hour").select_option("18:00")
    tab.get_by_role("button", name="Save rules").click()
    expect(tab.get_by_role("heading", name="It would bring now")).to_be_visible()
    expect(tab.get_by_role("main")).to_contain_text("18:00")

    bring(site, tmp_path, f"day-{number}", reader)
    tab.context.clear_cookies()
    tab.goto("/preferences/")
    tab.get_by_label("E-mail address").fill(reader)
    tab.get_by_role("main").get_by_role("button").last.click()
    tab.goto(link_in(site.letterbox.wait_for(reader), "/preferences/"))
    expect(tab.get_by_label(f"At: {name}")).to_have_value("18")
    tab.get_by_label(f"At: {name}").select_option("06:00")
    tab.get_by_role("button", name="Save", exact=True).click()
    expect(tab.get_by_role("status")).to_contain_text(f"{name}: at 06:00.")
    expect(tab.get_by_label(f"At: {name}")).to_have_value("6")


def test_no_page_of_them_has_a_barrier(chromium_browser, site):
    context = chromium_browser.new_context(base_url=site.url)
    tab = context.new_page()
    enter(tab, site)
    make_list(tab, site, "barrier-day", "Barrier Day", "Automatic digest")
    tab.get_by_role("link", name="Digest", exact=True).click()
    tab.get_by_role("button", name="Save rules").click()
    check(tab, tab.url)
    make_list(tab, site, "barrier-now", "Barrier Now", "Breaking alert")
    tab.goto("/newsroom/stories/?state=published")
    tab.locator("tbody th a").first.click()
    tab.get_by_role("link", name="Send alert…").click()
    check(tab, tab.url)
    check(tab, "/account/letters/stories/")
    check(tab, "/newsletters/the-week/")
    context.close()


def make_list(tab, site, slug, name, kind):
    """A live list of a kind; its page is open then."""
    site.command("list", "create", slug, "--name", name)
    tab.goto("/newsroom/lists/")
    tab.get_by_role("link", name=name, exact=True).click()
    tab.get_by_role("link", name="Edit", exact=True).click()
    tab.get_by_label(kind).check()
    tab.get_by_label("Promise").fill("What is new, as you wish it.")
    tab.get_by_role("button", name="Save list").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(name)


def bring(site, tmp_path, slug, address):
    """A confirmed subscriber, by a file with proof."""
    file = tmp_path / "people.csv"
    file.write_text(f"email,confirmed_at\n{address},2024-05-01T08:00:00Z\n", encoding="utf-8")
    site.command("import", "subscribers", str(file), "--list", slug)
