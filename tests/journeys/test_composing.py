"""A list manager puts a letter together from blocks, looks at it, and has a test of it in the mail."""

from __future__ import annotations

import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.letters import make_readers
from tests.journeys.site import enter

NAMES = ["Lead story", "Text", "Story list", "Picture", "Button", "Divider", "Poll"]
GREETING = "The river is low, and so is the sun."
BY_HAND = "Written by hand for those who read plain text."


@pytest.fixture
def letter(tab, site, tmp_path):
    """A new letter to a list with one reader, open to be put together."""
    readers = make_readers(site, tmp_path, 1)
    enter(tab, site)
    begin(tab, readers, f"The Ili in winter {readers.domain}")
    return readers


def test_a_letter_of_every_block_is_composed_previewed_and_tried(tab, site, letter, tmp_path):
    headlines = compose(tab, tmp_path)
    tab.get_by_role("button", name="Save letter").click()
    expect(tab.get_by_role("status")).to_contain_text("Saved. Nothing is sent yet.")

    tab.get_by_role("link", name="Preview", exact=True).click()
    shows(tab, "Phone", headlines)
    shows(tab, "Dark", headlines)
    tab.get_by_role("link", name="Text", exact=True).click()
    for words in headlines:
        expect(tab.locator(".letter__text")).to_contain_text(words)

    tab.get_by_role("link", name="Edit the text part").click()
    text = tab.get_by_label("Text (optional)", exact=True)
    text.fill(f"{BY_HAND}\n\n{text.input_value()}")
    tab.get_by_role("button", name="Save text").click()
    expect(tab.locator(".letter__text")).to_contain_text(BY_HAND)

    tab.get_by_role("button", name="Keep as template").click()
    expect(tab.get_by_role("status")).to_contain_text(f"New letters of {letter.list_name} begin")
    address = f"trial@{letter.domain}"
    tab.get_by_label("Send a test to").fill(address)
    tab.get_by_role("button", name="Send test").click()
    expect(tab.get_by_role("status")).to_contain_text(f"A test is on its way to {address}.")
    arrived_whole(site.letterbox.wait_for(address), headlines)

    begin(tab, letter, "The Ili in spring")
    assert tab.locator(".blocks__name").all_inner_texts() == NAMES
    expect(tab.get_by_label("Text (optional)", exact=True)).to_have_value(
        re.compile(re.escape(GREETING))
    )


def begin(tab, readers, subject):
    """Have a new letter of the list open to be put together."""
    tab.goto(f"/newsroom/campaigns/new/?list={readers.slug}")
    tab.get_by_label("Subject").fill(subject)
    tab.get_by_role("button", name="Save letter").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(f"Edit: {subject}")


def compose(tab, folder):
    """Add a block of each kind and fill it; the headlines of the stories chosen."""
    tab.get_by_label("Text (optional)", exact=True).fill(f"<p>{GREETING}</p>")
    for number, name in enumerate(["Lead story", *NAMES[2:]], start=2):
        tab.get_by_role("group", name="Add a block at the end").get_by_role(
            "button", name=name
        ).click()
        expect(tab.locator(".blocks__name")).to_have_count(number)
    block(tab, "Lead story").get_by_role("button", name="Up").click()
    expect(tab.locator(".blocks__name").first).to_have_text("Lead story")
    fill(tab, folder)
    block(tab, "Lead story").get_by_role("button", name="Choose a story…").click()
    lead = choose(tab, "Choose")
    block(tab, "Story list").get_by_role("button", name="Choose stories…").click()
    others = [choose(tab, "Add"), choose(tab, "Add")]
    tab.get_by_role("link", name="Back to the letter").click()
    for words in [lead, *others]:
        expect(tab.locator(".places__headline", has_text=words).first).to_be_visible()
    return [lead, *others]


def fill(tab, folder):
    """Fill the blocks that are no stories."""
    picture = folder / "apples.png"
    Image.new("RGB", (1200, 800), "darkred").save(picture)
    block(tab, "Picture").get_by_label("Picture", exact=True).set_input_files(picture)
    block(tab, "Picture").get_by_label("What the picture shows").fill("Apples above a valley")
    block(tab, "Button").get_by_label("Words on it").fill("See the whole edition")
    block(tab, "Button").get_by_label("Leads to").fill("/all-stories/")
    poll = block(tab, "Poll")
    poll.get_by_label("Question").fill("Which fruit?")
    for place, (answer, path) in enumerate([("Apples", "/tag/apples/"), ("Pears", "/tag/pears/")]):
        poll.get_by_label(re.compile("^Answer")).nth(place).fill(answer)
        poll.get_by_label("Leads to").nth(place).fill(path)


def block(tab, name):
    """The block of a kind; the letter has one of each."""
    return tab.locator(".blocks__one").filter(has=tab.get_by_role("heading", name=name, exact=True))


def choose(tab, word):
    """Put the first story that is not in the block into it; its headline."""
    row = tab.locator("tbody tr").filter(has=tab.get_by_role("button", name=word)).first
    headline = row.get_by_role("rowheader").inner_text()
    row.get_by_role("button", name=word).click()
    expect(tab.get_by_role("status")).to_contain_text("stands in the letter")
    return headline


def shows(tab, way, headlines):
    """Look at the letter in one way; every story stands in it."""
    tab.get_by_role("link", name=way, exact=True).click()
    expect(tab.locator(".letter__ways [aria-current=page]")).to_have_text(way)
    inside = tab.frame_locator("iframe[title='The letter as it arrives']")
    for words in [*headlines, GREETING, "See the whole edition", "Which fruit?"]:
        expect(inside.get_by_text(words).first).to_be_visible()
    expect(inside.get_by_alt_text("Apples above a valley")).to_be_visible()


def arrived_whole(message, headlines):
    """Expect both parts of a letter, each with what stands in it."""
    text = message.get_body(("plain",)).get_content()
    html = " ".join(message.get_body(("html",)).get_content().split())
    assert BY_HAND in text
    for words in headlines:
        assert words in " ".join(text.split())
        assert words in html
    for words in ("See the whole edition", "Which fruit?", "Apples above a valley", "Pears"):
        assert words in html
