"""What a system asks for: contrast themes in which every state can still be told, and no motion."""

from __future__ import annotations

import pytest

from tests.journeys.site import enter
from tests.journeys.test_accessibility import found

MARGIN = 6  # pixels around an element, where its focus ring is
THEMES = [
    {"forced_colors": forced, "color_scheme": scheme}
    for forced in ("none", "active")
    for scheme in ("light", "dark")
]
# Where a state is shown, what to look at, and what takes the state away or brings it.
STATES = {
    "the section one is in": (
        *("/category/nation/", ".navigation [aria-current]"),
        "e => e.removeAttribute('aria-current')",
    ),
    "the month one is in": (
        *("month", ".page-head__links [aria-current]"),
        "e => e.removeAttribute('aria-current')",
    ),
    "a story that is saved": (
        *("story", "main .story__by [data-switch]"),
        "e => e.setAttribute('aria-pressed', 'true')",
    ),
    "a story that is saved, without the word": (
        *("/", "main .switch--bare[data-switch]"),
        "e => e.setAttribute('aria-pressed', 'true')",
    ),
    "a section that is followed": (
        *("/category/nation/", "main .page-head [data-switch]"),
        "e => e.setAttribute('aria-pressed', 'true')",
    ),
    "a word that was looked for": (
        *("/search/?q=apple", "main .listed__standfirst:has(mark)"),
        "e => e.querySelectorAll('mark').forEach(m => m.replaceWith(...m.childNodes))",
    ),
    "a field that is wrong": (
        *("/account/sign-in/", "main input[type=email]"),
        "e => e.setAttribute('aria-invalid', 'true')",
    ),
    "a box that is ticked": ("/subscribe/", "main input[type=checkbox]", "e => e.checked = true"),
    "a choice that is made": ("/", "footer input[type=radio]", "e => e.checked = !e.checked"),
    "a button that waits": (
        *("/account/sign-in/", "main button[type=submit]"),
        "e => e.setAttribute('aria-disabled', 'true')",
    ),
    "the focus on a link": ("/", "main .headline a", "e => e.focus()"),
    "the focus on a switch": ("/", "main .switch--bare", "e => e.focus()"),
    "the focus on a field": ("/account/sign-in/", "main input[type=password]", "e => e.focus()"),
    "the focus on a button": ("/account/sign-in/", "main button[type=submit]", "e => e.focus()"),
    "the focus on a box": ("/subscribe/", "main input[type=checkbox]", "e => e.focus()"),
}
STATES_OF_STAFF = {
    "the page of one’s account": (
        *("/account/saved/", ".account__nav [aria-current]"),
        "e => e.removeAttribute('aria-current')",
    ),
    "the screen of the newsroom": (
        *("/newsroom/stories/", ".sidebar__nav [aria-current]"),
        "e => e.removeAttribute('aria-current')",
    ),
    "a story that is not out": (
        *("/newsroom/stories/", "tbody .mark"),
        "e => e.className = 'mark mark--draft'",
    ),
    "a story that was taken back": (
        *("/newsroom/stories/", "tbody .mark"),
        "e => e.className = 'mark mark--withdrawn'",
    ),
    "a refusal": (
        *("/newsroom/stories/", "h1"),
        "e => e.className = 'notice notice--refused'",
    ),
    "the focus in a list": ("/newsroom/stories/", "tbody th a", "e => e.focus()"),
}
MOVING = """() => [...document.querySelectorAll('*')].filter(element =>
  [null, '::before', '::after'].some(part => {
    const style = getComputedStyle(element, part);
    const spans = [style.transitionDuration, style.animationDuration].join(',').split(',');
    return spans.some(span => parseFloat(span) > 0) || style.scrollBehavior === 'smooth';
  })).length"""
MOTION = ["/", "story", "/category/nation/", "/search/?q=apple", "/account/sign-in/"]
MOTION_OF_STAFF = ["/account/saved/", "/newsroom/stories/", "/newsroom/lists/"]


@pytest.fixture(scope="module")
def reader(chromium_browser, site):
    """A tab of nobody in particular."""
    with chromium_browser.new_context(base_url=site.url) as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def staff(chromium_browser, site):
    """The tab of an owner who is signed in."""
    with chromium_browser.new_context(base_url=site.url) as context:
        page = context.new_page()
        enter(page, site)
        yield page


@pytest.mark.parametrize("state", STATES)
def test_a_state_is_seen_in_every_theme(reader, state):
    path, selector, change = STATES[state]
    check(reader, found(reader, path), selector, change)


@pytest.mark.parametrize("state", STATES_OF_STAFF)
def test_a_state_behind_the_sign_in_is_seen_in_every_theme(staff, state):
    check(staff, *STATES_OF_STAFF[state])


@pytest.mark.parametrize("path", MOTION)
def test_nothing_moves_where_the_system_asks_for_no_motion(reader, path):
    check_motion(reader, found(reader, path))


@pytest.mark.parametrize("path", MOTION_OF_STAFF)
def test_nothing_moves_behind_the_sign_in_either(staff, path):
    check_motion(staff, path)


def check(page, path, selector, change):
    """Hold a state against its absence: in every theme the two look different."""
    for theme in THEMES:
        page.emulate_media(reduced_motion="reduce", **theme)
        page.goto(path)
        one = page.locator(selector).first
        one.scroll_into_view_if_needed()
        place = around(one)
        before = page.screenshot(clip=place)
        assert page.screenshot(clip=place) == before, "it changes by itself"
        one.evaluate(change)
        assert page.screenshot(clip=place) != before, theme


def around(one):
    """Where an element is, and a little of what is around it."""
    box = one.bounding_box()
    corner = {"x": max(0, box["x"] - MARGIN), "y": max(0, box["y"] - MARGIN)}
    return corner | {name: box[name] + 2 * MARGIN for name in ("width", "height")}


def check_motion(page, path):
    """Hold a page against itself where motion is welcome."""
    page.emulate_media(reduced_motion="no-preference")
    page.goto(path)
    assert page.evaluate(MOVING) > 0
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOVING) == 0
