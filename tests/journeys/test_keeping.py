"""Saved stories in folders with notes, undo, and reading without a network; For you."""

from __future__ import annotations

import itertools
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.site import PATIENCE
from tests.journeys.steps import PASSWORD, is_on, save, sign_in, sign_out
from tests.journeys.test_accessibility import check

numbers = itertools.count(1)
SCRIPTED = pytest.mark.parametrize("tab", [True], indirect=True, ids=["with JavaScript"])


@pytest.fixture
def reader(site):
    """Makes the address of an account nobody used yet."""

    def make():
        address = f"keeper-{next(numbers)}@example.com"
        role = ("--role", "author", "--password-stdin")
        site.command("staff", "add", address, *role, given=PASSWORD)
        return address

    return make


def save_a_story(tab, section, place=0):
    """Save one of a section’s stories on its own page; its path and headline."""
    tab.goto(f"/category/{section}/")
    stories = tab.get_by_role("main").get_by_role("heading", level=2).get_by_role("link")
    stories.nth(place).click()
    save(tab)
    return tab.evaluate("location.pathname"), tab.get_by_role("heading", level=1).inner_text()


def test_a_story_gets_a_folder_and_a_note_and_comes_back_after_removal(tab, reader):
    sign_in(tab, reader())
    _, headline = save_a_story(tab, "tourism")
    tab.goto("/account/saved/folders/")
    tab.get_by_label("Name of the folder").fill("For the train")
    tab.get_by_role("button", name="Make a folder").click()
    expect(tab.get_by_role("link", name="For the train", exact=True)).to_be_visible()

    tab.goto("/account/saved/")
    tab.get_by_role("link", name="Add a note or folder").click()
    tab.get_by_label("Your note").fill("Ask about the ferry.")
    tab.get_by_label("Folder").select_option(label="For the train")
    tab.get_by_role("button", name="Save note").click()
    expect(tab.get_by_text("Ask about the ferry.")).to_be_visible()
    tab.get_by_role("navigation", name="Folders").get_by_role("link", name="For the train").click()
    expect(tab.get_by_role("link", name=headline, exact=True)).to_be_visible()

    tab.locator(".kept [data-switch^=save-]").click()
    undo = tab.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    undo.click()
    is_on(tab.locator(".kept [data-switch^=save-]"))
    tab.goto("/account/saved/")
    expect(tab.get_by_text("Ask about the ferry.")).to_be_visible()


@SCRIPTED
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_with_what_is_kept_have_no_barrier(tab, reader, scheme):
    tab.emulate_media(color_scheme=scheme)
    sign_in(tab, reader())
    save_a_story(tab, "tourism")
    tab.goto("/account/saved/folders/")
    tab.get_by_label("Name of the folder").fill("A folder with a long name")
    tab.get_by_role("button", name="Make a folder").click()
    renaming = tab.get_by_role("link", name="Rename or delete").get_attribute("href")
    tab.goto("/account/saved/")
    tab.get_by_role("link", name="Add a note or folder").click()
    noting = tab.evaluate("location.pathname")
    tab.get_by_label("Your note").fill("Ask about the ferry.")
    tab.get_by_role("button", name="Save note").click()
    tab.goto("/category/nation/")
    tab.get_by_role("button", name="Follow").click()
    for path in ("", "folders/", "../following/", "../for-you/"):
        check(tab, f"/account/saved/{path}")
    check(tab, renaming)
    check(tab, noting)


@SCRIPTED
def test_a_story_is_let_go_and_brought_back_with_the_keyboard(tab, reader):
    sign_in(tab, reader())
    save_a_story(tab, "tourism")
    tab.goto("/account/saved/")
    switch = tab.locator(".kept [data-switch^=save-]")
    switch.focus()
    tab.keyboard.press("Enter")
    undo = tab.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    undo.focus()
    tab.keyboard.press("Enter")
    is_on(switch)
    tab.reload()
    expect(switch).to_be_visible()


def test_what_is_followed_on_a_story_gathers_for_you(tab, reader):
    sign_in(tab, reader())
    tab.goto("/account/for-you/")
    expect(tab.get_by_text("Nothing is hidden.")).to_be_visible()

    tab.goto("/category/tourism/")
    tab.get_by_role("main").get_by_role("heading", level=2).get_by_role("link").first.click()
    headline = tab.get_by_role("heading", level=1).inner_text()
    follow = tab.get_by_role("complementary", name="About this story").locator(
        "[data-switch^=follow-section]"
    )
    follow.click()
    is_on(follow)

    tab.get_by_role("banner").get_by_role("link", name="For you").click()
    expect(tab.get_by_role("link", name=headline, exact=True)).to_be_visible()
    expect(tab.get_by_text("Section: Tourism").first).to_be_visible()
    assert tab.locator(".for-you .listed").count() == tab.get_by_text("Section: Tourism").count()
    tab.goto("/account/following/")
    expect(tab.get_by_role("main").get_by_role("link", name="Tourism")).to_be_visible()


PICTURE = ".story__picture img"
KEPT = """async (addresses) => {
  const found = addresses.map((one) => caches.match(one, { cacheName: "masthead-stories" }));
  return (await Promise.all(found)).every(Boolean);
}"""


def wait_until(tab, condition, given=None):
    """Wait for what a promise says: wait_for_function takes the promise itself for a yes."""
    deadline = time.monotonic() + PATIENCE
    while not tab.evaluate(condition, given):
        assert time.monotonic() < deadline, condition
        tab.wait_for_timeout(50)


def wait_until_kept(tab, *addresses):
    """Wait until the service worker has these pages and pictures."""
    wait_until(tab, KEPT, list(addresses))


@SCRIPTED
def test_saved_stories_can_be_read_without_a_network(tab, reader):
    sign_in(tab, reader())
    path, headline = save_a_story(tab, "tourism")
    wait_until_kept(tab, path, tab.locator(PICTURE).get_attribute("src"))
    tab.context.set_offline(True)

    tab.goto(path)
    expect(tab.get_by_role("heading", level=1)).to_have_text(headline)
    expect(tab.get_by_text("You are offline; this copy is from ")).to_be_visible()
    assert tab.locator(PICTURE).evaluate("img => img.naturalWidth") > 0
    assert tab.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Source')

    tab.goto("/account/saved/")
    expect(tab.get_by_text("You are offline; this list is from ")).to_be_visible()
    expect(tab.get_by_text("Kept on ")).to_be_visible()
    tab.get_by_role("link", name=headline, exact=True).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(headline)
    tab.context.set_offline(False)
    tab.reload()
    expect(tab.get_by_text("You are offline")).to_have_count(0)


@SCRIPTED
def test_no_reader_sees_what_another_kept_in_the_same_browser(tab, reader):
    first, second = reader(), reader()
    sign_in(tab, first)
    path, theirs = save_a_story(tab, "tourism")
    wait_until_kept(tab, path)
    sign_out(tab)
    wait_until(tab, "caches.has('masthead-stories').then((has) => !has)")

    sign_in(tab, second)
    own, headline = save_a_story(tab, "nation")
    wait_until_kept(tab, own, tab.locator(PICTURE).get_attribute("src"))
    tab.context.set_offline(True)
    tab.goto("/account/saved/")
    expect(tab.get_by_role("link", name=headline, exact=True)).to_be_visible()
    expect(tab.get_by_role("link", name=theirs)).to_have_count(0)
    tab.goto(path)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Without a network")
    tab.context.set_offline(False)


@SCRIPTED
def test_a_reader_whose_session_was_ended_elsewhere_leaves_nothing_to_the_next(tab, reader):
    sign_in(tab, reader())
    path, _ = save_a_story(tab, "tourism")
    wait_until_kept(tab, path)
    tab.context.clear_cookies()
    sign_in(tab, reader())
    own, _ = save_a_story(tab, "nation")
    wait_until_kept(tab, own)
    kept = "caches.open('masthead-stories').then((c) => c.keys()).then((k) => k.map((r) => r.url))"
    assert not [url for url in tab.evaluate(kept) if url.endswith(path)]
