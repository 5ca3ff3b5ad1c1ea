"""A letter is scheduled, found in the calendar by keyboard, and taken back."""

from __future__ import annotations

import datetime as dt
import itertools

from playwright.sync_api import expect

from tests.journeys.site import enter
from webapp import clock

numbers = itertools.count(1)


def test_a_letter_is_scheduled_found_and_taken_back(tab, site, tmp_path):
    number = next(numbers)
    slug, subject = f"winds-{number}", f"The wind of the Gate, No. {number}"
    people, letter = tmp_path / "people.csv", tmp_path / "letter.html"
    people.write_text(f"email,confirmed_at\nwind{number}@example.net,2024-05-01T08:00:00Z\n")
    letter.write_text("<p>It blows for three days.</p>")
    site.command("list", "create", slug, "--name", f"Winds {number}")
    site.command("import", "subscribers", str(people), "--list", slug)
    about = ("--list", slug, "--subject", subject, "--html", str(letter))
    made = site.command("campaign", "create", *about)
    enter(tab, site)

    tab.goto(f"/newsroom/campaigns/{made.strip()}/")
    tab.get_by_role("link", name="Schedule…").click()
    at = clock.in_zone(clock.now() + dt.timedelta(days=3), "Asia/Almaty")
    tab.get_by_label("Day and time").fill(f"{at:%Y-%m-%dT%H:%M}")
    tab.get_by_role("button", name="Schedule").click()
    expect(tab.get_by_role("main")).to_contain_text(f"{at:%H:%M} (Asia/Almaty)")

    tab.goto(f"/newsroom/campaigns/calendar/?month={at:%Y-%m}")
    tab.set_viewport_size({"width": 360, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    tab.get_by_role("link", name=subject).focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text(subject)
    tab.get_by_role("button", name="Take back").click()
    expect(tab.get_by_role("status")).to_contain_text("It is a draft again")
