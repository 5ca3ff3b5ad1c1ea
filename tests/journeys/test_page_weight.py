"""What a story costs a reader: few bytes, none from elsewhere, and it can be read without scripts."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.journeys.conftest import local
from tests.journeys.test_accessibility import found

TEXTS = {"Document", "Stylesheet", "Script"}
MOST_TEXT, MOST_FONTS = 35_000, 90_000  # bytes, as they come over the line


@pytest.fixture
def visit(chromium_browser, site):
    """Opens a page as a first visitor does; returns its tab, bytes by kind, and requests elsewhere."""
    contexts = []

    def open_one(path, *, scripts=True):
        contexts.append(
            chromium_browser.new_context(base_url=site.url, java_script_enabled=scripts)
        )
        tab = contexts[-1].new_page()
        weight, elsewhere = weighing(contexts[-1], tab, site)
        first = path if path.startswith("/") else found(tab, path)
        tab.goto(first, wait_until="networkidle")  # what comes late must not count twice
        weight.clear()
        line = contexts[-1].new_cdp_session(tab)
        line.send("Network.clearBrowserCache")
        tab.reload(wait_until="networkidle")
        # What lies below the fold is asked for too, so that its fonts and pictures count.
        tab.mouse.wheel(0, 100_000)
        tab.wait_for_load_state("networkidle")
        return tab, weight, elsewhere

    yield open_one
    for context in contexts:
        context.close()


def weighing(context, tab, site):
    """Bytes on the line, headers too, by kind of what a tab loads; and addresses of other hosts."""
    weight, elsewhere, heads = Counter(), [], {}
    line = context.new_cdp_session(tab)
    line.send("Network.enable")

    def answered(event):
        heads[event["requestId"]] = event["type"]

    def finished(event):
        weight[heads.get(event["requestId"], "Other")] += event["encodedDataLength"]

    line.on("Network.responseReceived", answered)
    line.on("Network.loadingFinished", finished)
    tab.on("request", lambda r: None if local(r.url, site) else elsewhere.append(r.url))
    return weight, elsewhere


@pytest.mark.parametrize("path", ["story", "/", "/category/nation/"])
def test_a_page_is_light_and_asks_nobody_else(visit, path):
    _, weight, elsewhere = visit(path)
    text = sum(weight[kind] for kind in TEXTS)
    assert 5_000 < text <= MOST_TEXT, weight
    assert 10_000 < weight["Font"] <= MOST_FONTS, weight
    assert not elsewhere


def test_a_story_is_whole_without_scripts(visit):
    tab, weight, elsewhere = visit("story", scripts=False)
    main = tab.get_by_role("main")
    assert main.get_by_role("heading", level=1).is_visible()
    assert len(main.locator(".prose").inner_text()) > 1_000
    assert main.get_by_role("img").first.is_visible()
    assert weight["Image"] > 1_000
    assert not weight["Script"]
    assert not elsewhere


def test_the_second_page_brings_only_itself(visit):
    """Style, script and fonts are kept: they are not even asked for again."""
    tab, weight, _ = visit("/")
    weight.clear()
    tab.goto("/category/nation/", wait_until="networkidle")
    assert weight["Document"] > 1_000
    assert not weight["Stylesheet"] + weight["Script"] + weight["Font"], weight
