"""An editor leads with three stories, puts them in order by keyboard and takes them out again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.site import enter

FIRST = "The Forest That Drowned and Would Not Fall"
SECOND = "How Aral Fishers Read the Ice"
THIRD = "Glacier Watchers Share One Notebook"


@pytest.fixture
def reader(chromium_browser, site):
    """Somebody else’s tab on the front page."""
    context = chromium_browser.new_context(base_url=site.url)
    yield context.new_page()
    context.close()


def leads(reader):
    """What a reader finds on top, read again."""
    reader.goto("/")
    return reader.locator(".front__lead .headline").all_inner_texts()


def wait_for(reader, *headlines):
    """Read the page until it leads with these; every process knows of a change in two seconds."""
    for _ in range(8):
        if leads(reader) == [*headlines]:
            return
        reader.wait_for_timeout(500)
    assert leads(reader) == [*headlines]


def pin(tab, headline):
    """Look a story up by a word of its headline and lead with it."""
    tab.get_by_label("Headline contains").fill(headline.split()[-1])
    tab.get_by_role("button", name="Find").click()
    tab.get_by_role("button", name=f"Lead with it {headline}").click()
    expect(tab.get_by_role("status")).to_contain_text(f"pinned lead “{headline}”")


def test_an_editor_shapes_the_front_page_and_readers_see_it(tab, site, reader):
    enter(tab, site)
    tab.goto("/newsroom/")
    tab.get_by_role("link", name="Front page").click()
    today = leads(reader)
    assert len(today) == 1
    for headline in (FIRST, SECOND, THIRD):
        pin(tab, headline)
    wait_for(reader, FIRST, SECOND, THIRD)
    widths = {
        round(box.bounding_box()["width"]) for box in reader.locator(".front__equals .equal").all()
    }
    assert len(widths) == 1, "three equals are equally wide"

    tab.get_by_role("button", name=f"Up {THIRD}").press("Enter")
    expect(tab.get_by_role("status")).to_contain_text("moved lead")
    wait_for(reader, FIRST, THIRD, SECOND)

    for headline in (FIRST, SECOND, THIRD):
        tab.get_by_role("button", name=f"Take out {headline}").first.press("Enter")
        expect(tab.get_by_role("status")).to_contain_text(f"took out lead “{headline}”")
    wait_for(reader, *today)
