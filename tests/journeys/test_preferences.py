"""A reader’s own page by mailed link: fewer letters, a holiday, another address, leaving, erasure."""

from __future__ import annotations

import io
import uuid
import zipfile

from playwright.sync_api import expect

from tests.journeys.site import link_in
from tests.journeys.test_accessibility import check
from tests.journeys.test_subscriber import listed


def test_a_reader_looks_after_their_letters(tab, site):
    old, new = (f"{name}-{uuid.uuid4().hex[:8]}@example.org" for name in ("old", "new"))
    page = subscribed(tab, site, old)
    tab.goto(page)
    tab.get_by_label("How often: The Week").select_option("At most one a week")
    press(tab, "Save", "The Week: at most one a week.")
    expect(tab.get_by_label("How often: The Week")).to_have_value("week")

    press(tab, "Pause every letter", "No letter comes before")
    press(tab, "End the pause now", "The pause has ended.")

    tab.get_by_label("New e-mail address").fill(new)
    press(tab, "Send the link", "Check your mail")
    tab.goto(link_in(site.letterbox.wait_for(new), "/preferences/move/"))
    press(tab, "Move my letters here", f"Your letters come to {new}")
    assert listed(site, "the-week", new)
    assert not listed(site, "the-week", old)

    tab.goto(link_in(site.letterbox.wait_for(old, "another address"), "/preferences/move-back/"))
    press(tab, "Have them back", "Your letters come to this address again.")
    assert listed(site, "the-week", old)

    press(tab, "Leave every letter", "Would you tell us why?")
    tab.get_by_label("Too many letters").check()
    tab.get_by_label("In your own words").fill("One a day is too much.")
    press(tab, "Send", "Thank you.")
    assert not listed(site, "the-week", old)

    press(tab, "Download or erase my data", "Check your mail")
    tab.goto(link_in(site.letterbox.wait_for(old, "Your data"), "/preferences/data/"))
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Download my data").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        assert old in archive.read("subscriber.json").decode()
        assert "One a day is too much." in archive.read("letters.html").decode()
    press(tab, "Erase me", "You are erased")
    assert tab.request.get(page).status == 410


def test_no_page_of_it_has_a_barrier(chromium_browser, site):
    address = f"barrier-{uuid.uuid4().hex[:8]}@example.org"
    context = chromium_browser.new_context(base_url=site.url)
    tab = context.new_page()
    subscribed(tab, site, address)
    press(tab, "Pause every letter", "No letter comes before")
    check(tab, tab.url)
    press(tab, "Leave every letter", "Would you tell us why?")
    check(tab, tab.url)
    press(tab, "Download or erase my data", "Check your mail")
    check(tab, link_in(site.letterbox.wait_for(address, "Your data"), "/preferences/data/"))
    context.close()


def subscribed(tab, site, address):
    """Subscribe to The Week, and return the address of one’s own page."""
    tab.goto("/subscribe/?lists=the-week")
    tab.get_by_label("Your e-mail address").fill(address)
    press(tab, "Subscribe", "Check your mail")
    tab.goto(link_in(site.letterbox.wait_for(address), "/subscribe/confirm/"))
    tab.get_by_role("main").get_by_role("button").click()
    tab.get_by_role("link", name="Choose your letters").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Your letters")
    return tab.url


def press(tab, button, said):
    """Press a button of the page, and wait for what it says then."""
    tab.get_by_role("main").get_by_role("button", name=button, exact=True).click()
    expect(tab.get_by_role("main")).to_contain_text(said)
