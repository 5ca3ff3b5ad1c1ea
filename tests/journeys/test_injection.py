"""Nothing that is typed runs in a reader's or an editor's browser, and it stays readable.

Chromium is told to ignore the Content Security Policy: what goes into a page has to be harmless
by itself, the policy is only a second wall.
"""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.journeys.hostile import HEADLINE, fill
from tests.journeys.payloads import payloads
from tests.journeys.site import STAFF, STAFF_PASSWORD, Site, enter
from tests.journeys.steps import sign_in
from tests.makers import PASSWORD
from webapp.reading.cleaning import clean_line

WATCH = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"])
    window[name] = (...words) => window.ran.push(name + " " + words.join());
"""
# Everything that would run when it is loaded, pointed at, pressed or followed.
LOOK = """() => {
    const found = [...window.ran];
    const runs = (one) => one.name.startsWith("on") || one.name === "style" || one.name === "srcdoc"
        || /^(href|src|action|formaction|xlink:href|data)$/.test(one.name)
        && /^(javascript|vbscript|data):/i.test(one.value.replace(/[\\x00-\\x20]+/g, ""));
    for (const element of document.querySelectorAll("*"))
        for (const one of element.attributes)
            if (runs(one) && !element.matches("[data-drawn], img[src^='data:image/']"))
                found.push(`${element.localName} ${one.name}=${one.value}`);
    for (const one of document.querySelectorAll("script, style, iframe, object, embed, base, meta"))
        if (!one.matches("script[src^='/static/'], script[type='application/ld+json'],"
                + " meta[charset], meta[name], meta[property]"))
            found.push(one.outerHTML.slice(0, 200));
    for (const element of document.querySelectorAll("main *"))
        for (const name of ["mouseover", "focus", "toggle"])
            element.dispatchEvent(new Event(name));
    return [...found, ...window.ran];
}"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A newspaper in which every text is a payload, served; and the addresses of its pages."""
    site = Site(tmp_path_factory.mktemp("hostile"), MASTHEAD_RATELIMIT_ENABLED="false")
    site.command("init")
    site.command("staff", "add", STAFF, "--role", "owner", "--password-stdin", given=STAFF_PASSWORD)
    site.pages = fill(site, payloads())
    with site.running():
        yield site


@pytest.fixture
def tab(chromium_browser, hostile):
    """A tab in which nothing may run that is not the site's own."""
    context = chromium_browser.new_context(base_url=hostile.url, bypass_csp=True)
    context.add_init_script(WATCH)
    context.route("**/*.woff2", lambda route: route.abort())
    page = context.new_page()
    page.set_default_timeout(60_000)
    astray = []
    page.on("dialog", lambda dialog: (astray.append(dialog.message), dialog.dismiss()))
    page.on("popup", lambda popup: astray.append(popup.url))
    page.on("request", lambda r: None if r.url.startswith(hostile.url) else astray.append(r.url))
    yield page
    context.close()
    assert not astray


def look_at(tab, path):
    """Open a page; fails with what runs on it."""
    assert tab.goto(path, wait_until="domcontentloaded").ok, path
    assert tab.evaluate(LOOK) == [], path


def look_through(tab, path):
    """Open every page of a list of stories; how many stories stood there."""
    seen = 0
    while path:
        look_at(tab, path)
        seen += tab.locator("main .headline").count()
        older = tab.locator(".paging a[rel=next]")
        path = older.get_attribute("href") if older.count() else ""
    return seen


def test_nothing_runs_on_stories_and_their_headlines_read_as_typed(tab, hostile):
    for path, headline in hostile.pages.stories:
        look_at(tab, path)
        assert " ".join(tab.locator("h1").inner_text().split()) == headline, path


def test_nothing_runs_on_lists_topics_and_bylines(tab, hostile):
    for path in ["/", *hostile.pages.lists]:
        look_at(tab, path)
    assert look_through(tab, "/all-stories/") >= len(hostile.pages.stories)


def test_nothing_runs_when_it_is_searched_for(tab):
    for payload in payloads():
        words = clean_line(payload)[:HEADLINE]
        look_at(tab, f"/search/?q={quote(words)}")
        assert tab.locator("main input[name=q]").input_value().split() == words.split()


def test_nothing_runs_in_the_newsroom(tab, hostile):
    enter(tab, hostile)
    for path in hostile.pages.desk:
        look_at(tab, path)


def test_nothing_runs_among_what_readers_keep(tab, hostile):
    for reader, paths in hostile.pages.kept.items():
        tab.context.clear_cookies()
        sign_in(tab, reader, PASSWORD)
        assert look_through(tab, "/account/saved/") == len(paths) // 2
        for path in paths:
            look_at(tab, path)
