"""Colours and text size as a reader likes them: remembered, never flashing, without a script as the system says."""

from __future__ import annotations

import pytest

from tests.journeys.test_accessibility import found

PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(15, 24, 31)"}
TOKENS = """() => {
  const style = getComputedStyle(document.documentElement);
  const names = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
    .filter(rule => rule.selectorText === ":root").flatMap(rule => [...rule.style]);
  const tokens = names.filter(n => n.startsWith("--")).map(n => [n, style.getPropertyValue(n).trim()]);
  return Object.fromEntries([...tokens, ["scheme", style.colorScheme]]);
}"""
BEYOND = "document.documentElement.scrollWidth - innerWidth"
OTHERS = {"light": "dark", "dark": "light"}


@pytest.fixture
def open_tab(chromium_browser, site):
    """Opens a reader's tab in a browser of its own."""
    contexts = []

    def open_one(path="/", **options):
        contexts.append(chromium_browser.new_context(base_url=site.url, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(20_000)
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()


def group(page, name):
    """The choice of that name in the foot."""
    return page.get_by_role("contentinfo").get_by_role("group", name=name, exact=True)


def paper(page):
    """The colour of the page."""
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def pixels_of_text(page):
    """The size that every other size is a multiple of."""
    return page.evaluate("getComputedStyle(document.documentElement).fontSize")


def theme_colour(page):
    """What the browser's own frame takes from the page."""
    return page.evaluate(
        "[...document.querySelectorAll('meta[name=theme-color]')]"
        ".find(meta => matchMedia(meta.media).matches).content"
    )


@pytest.mark.parametrize("system", ["light", "dark"])
def test_who_chose_nothing_gets_what_the_system_says(open_tab, system):
    page = open_tab(color_scheme=system)
    assert paper(page) == PAPER[system]
    assert theme_colour(page) == {"light": "#ffffff", "dark": "#0f181f"}[system]
    assert group(page, "Colours").get_by_label("As the system").is_checked()
    assert group(page, "Text size").get_by_label("Standard").is_checked()


@pytest.mark.parametrize("system", ["light", "dark"])
def test_a_choice_is_worn_at_once_and_on_every_page_to_come(open_tab, system):
    wanted = OTHERS[system]
    page = open_tab(color_scheme=system)
    group(page, "Colours").get_by_label(wanted.title()).check()
    assert paper(page) == PAPER[wanted]
    page.goto("/all-stories/")
    assert paper(page) == PAPER[wanted]
    assert theme_colour(page) == {"light": "#ffffff", "dark": "#0f181f"}[wanted]
    assert group(page, "Colours").get_by_label(wanted.title()).is_checked()
    group(page, "Colours").get_by_label("As the system").check()
    assert paper(page) == PAPER[system]
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []


def test_the_chosen_colours_stand_before_anything_is_drawn(open_tab):
    page = open_tab(color_scheme="light")
    group(page, "Colours").get_by_label("Dark").check()
    page.route(
        "**/dist/site.js*", lambda route: route.abort()
    )  # what comes after the first drawing
    page.goto("/all-stories/")
    assert paper(page) == PAPER["dark"]


def test_chosen_dark_is_the_same_as_the_dark_of_the_system(open_tab):
    chosen = open_tab(color_scheme="light")
    day = chosen.evaluate(TOKENS)
    group(chosen, "Colours").get_by_label("Dark").check()
    night = open_tab(color_scheme="dark").evaluate(TOKENS)
    assert chosen.evaluate(TOKENS) == night
    assert (day["--paper"], night["--paper"]) == ("#fff", "#0f181f")
    assert (day["scheme"], night["scheme"]) == ("light", "dark")


def test_a_page_is_light_on_paper(open_tab):
    page = open_tab(color_scheme="dark")
    group(page, "Colours").get_by_label("Dark").check()
    group(page, "Text size").get_by_label("Largest").check()
    page.emulate_media(media="print")
    assert paper(page) == PAPER["light"]
    assert pixels_of_text(page) == "13.3333px"  # 10 points
    assert not group(page, "Colours").is_visible()


@pytest.mark.parametrize(
    ("choice", "pixels"),
    [("Smaller", "15px"), ("Standard", "16px"), ("Larger", "18px"), ("Largest", "20px")],
)
def test_text_of_any_size_fits_a_phone(open_tab, choice, pixels):
    page = open_tab(viewport={"width": 320, "height": 700})
    story = found(page, "story")
    group(page, "Text size").get_by_label(choice).check()
    for path in ("/", story, "/search/?q=apple", "/subscribe/", "/account/sign-in/"):
        page.goto(path)
        assert pixels_of_text(page) == pixels
        assert page.evaluate(BEYOND) <= 0, f"{path} scrolls sideways"


def test_a_story_offers_the_same_choice_beside_its_text(open_tab):
    page = open_tab()
    page.goto(found(page, "story"))
    page.get_by_role("main").get_by_text("Colours and text size").click()
    page.get_by_role("main").get_by_label("Dark").check()
    assert paper(page) == PAPER["dark"]
    assert group(page, "Colours").get_by_label("Dark").is_checked()


def test_another_tab_follows(open_tab):
    page = open_tab(color_scheme="light")
    other = page.context.new_page()
    other.goto("/all-stories/")
    group(page, "Colours").get_by_label("Dark").check()
    other.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    assert group(other, "Colours").get_by_label("Dark").is_checked()


def test_the_keyboard_reaches_every_choice_and_shows_where_it_is(open_tab):
    page = open_tab()
    group(page, "Text size").get_by_label("Standard").focus()
    page.keyboard.press("ArrowRight")
    larger = group(page, "Text size").get_by_label("Larger")
    assert larger.is_checked()
    assert larger.evaluate("radio => getComputedStyle(radio).outlineWidth") == "3px"
    assert pixels_of_text(page) == "18px"


@pytest.mark.parametrize("system", ["light", "dark"])
def test_without_scripts_nothing_is_offered_that_cannot_be_kept(open_tab, system):
    page = open_tab(color_scheme=system, java_script_enabled=False)
    assert page.locator(".comfort").count() == 1
    assert not page.locator(".comfort").is_visible()
    assert (
        page.locator("html").evaluate("e => getComputedStyle(e).backgroundColor") == PAPER[system]
    )


def test_a_browser_that_keeps_nothing_shows_the_page_all_the_same(open_tab):
    page = open_tab(color_scheme="dark")
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied'); }})"
    )
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto("/all-stories/")
    assert paper(page) == PAPER["dark"]
    group(page, "Colours").get_by_label("Light").check()
    assert paper(page) == PAPER["light"]
    assert not problems
