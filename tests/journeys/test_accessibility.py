"""axe finds nothing on any page, in light and dark, and no page scrolls sideways at 320 px."""

from __future__ import annotations

import re

import pytest

from tests.house.source import ROOT
from tests.journeys.site import enter

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PUBLIC = [
    "/",
    "story",
    "/all-stories/",
    "/all-stories/?page=2",
    "/category/nation/",
    "/category/opinions/",
    "/author/dana-serikova/",
    "/tag/astana/",
    "year",
    "month",
    "/editors-picks/",
    "/search/",
    "/search/?q=apple",
    "/search/?q=nothingofthekind",
    "/about-us/",
    "/privacy-policy/",
    "/contact/",
    "/submit/",
    "/submit/thanks/",
    "/subscribe/",
    "/preferences/",
    "/newsletters/",
    "/newsletters/the-week/",
    "issue",
    "/offline/",
    "/account/register/",
    "/account/sign-in/",
    "/account/forgot/",
    "/no/such/page/",
]
STAFF_ONLY = [
    "/account/",
    "/account/letters/",
    "/account/letters/stories/",
    "/account/safety/",
    "/account/address/",
    "/account/export/",
    "/account/privacy/",
    "/account/second-factor/",
    "/account/recovery-codes/",
    "/account/authenticator/remove/",
    "/account/prove/",
    "/account/saved/",
    "/account/saved/folders/",
    "/account/following/",
    "/account/for-you/",
    "/newsroom/",
    "/newsroom/stories/",
    "/newsroom/stories/new/",
    "/newsroom/front-page/",
    "/newsroom/stories/20/",
    "/newsroom/submissions/",
    "/newsroom/lists/",
    "/newsroom/lists/1/",
    "/newsroom/lists/new/",
    "/newsroom/lists/1/edit/",
    "/newsroom/lists/1/add/",
    "/newsroom/lists/1/import/",
    "/newsroom/lists/1/charts/",
    "/newsroom/lists/4/digest/",
    "/newsroom/lists/overlap/",
    "/newsroom/imports/",
    "/newsroom/campaigns/",
    "/newsroom/campaigns/new/",
    "/newsroom/campaigns/1/",
    "/newsroom/campaigns/1/preview/",
    "/newsroom/campaigns/1/recipients/",
    "/newsroom/campaigns/1/retry/",
    "/newsroom/campaigns/1/newcomers/",
    "/newsroom/campaigns/1/copies/",
    "/newsroom/campaigns/calendar/",
    "/newsroom/stories/20/alert/",
    "/newsroom/segments/new/",
    "/newsroom/subscribers/?q=a",
    "/newsroom/actions/",
    "/newsroom/actions/new/end/?q=a",
    "/newsroom/actions/new/suppress/?q=a",
    "/newsroom/actions/new/set/?q=a",
    "/newsroom/suppressed/",
    "/newsroom/suppressed/add/",
    "/newsroom/suppressed/1/lift/",
    "/newsroom/subscriptions/1/",
    "/newsroom/staff/",
    "/newsroom/staff/invite/",
    "/newsroom/staff/1/",
    "/newsroom/sending/",
    "/newsroom/sending/new/all/",
    "/newsroom/sending/new/server/",
    "/newsroom/sending/new/domain/",
    "/newsroom/audit/",
]


# Of a letter that is not sent yet.
DRAFT = ["", "edit/", "text/", "preview/", "schedule/", "send/"]


@pytest.fixture(scope="module", params=["light", "dark"])
def scheme(request):
    """The colour scheme the system asks for."""
    return request.param


@pytest.fixture(scope="module")
def anonymous(chromium_browser, site, scheme):
    """A reader's tab."""
    yield from opened(chromium_browser, site, scheme)


@pytest.fixture(scope="module")
def owner(chromium_browser, site, scheme):
    """The tab of an owner who is signed in."""
    for page in opened(chromium_browser, site, scheme):
        enter(page, site)
        yield page


def opened(browser, site, scheme):
    """A tab with everything that makes it up, closed afterwards."""
    context = browser.new_context(base_url=site.url, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_has_no_barrier(anonymous, path):
    check(anonymous, found(anonymous, path))


@pytest.mark.parametrize("path", STAFF_ONLY)
def test_a_page_behind_the_sign_in_has_no_barrier(owner, path):
    check(owner, path)


@pytest.mark.parametrize("part", DRAFT)
def test_a_page_of_a_draft_has_no_barrier(owner, draft, part):
    check(owner, f"/newsroom/campaigns/{draft}/{part}")


def found(page, path):
    """The address of a page that is named by what it is."""
    if path == "month":
        return found(page, "story").rsplit("/", 2)[0] + "/"
    start = {"story": "/", "issue": "/newsletters/", "year": "/all-stories/"}.get(path)
    if start is None:
        return path
    page.goto(start)
    patterns = {
        "story": r"^/\d{4}/\d{2}/.+",
        "issue": r"^/newsletters/.+/\d+/$",
        "year": r"^/\d{4}/$",
    }
    links = (
        page.get_by_role("main")
        .locator("a[href]")
        .evaluate_all("all => all.map(a => a.getAttribute('href'))")
    )
    return next(link for link in links if re.match(patterns[path], link))


def check(page, path):
    """Hold one page against axe at desktop width, and against the width of a small phone."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(path)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    outcome = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    barriers = [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in outcome["violations"]]
    assert not barriers, f"{path}: {barriers}"
    page.set_viewport_size({"width": 320, "height": 700})
    beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert beyond <= 0, f"{path} is {beyond} px wider than a phone of 320 px"
