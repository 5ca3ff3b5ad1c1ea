"""Staff have the links and words of a letter looked over, and read what was found."""

from __future__ import annotations

import pytest

from tests.mailtools import mail_tool
from tests.newsroom.letters import write
from webapp.campaigns.inspections.jobs import inspect_letter
from webapp.mail import scoring

PREVIEW = "/newsroom/campaigns/1/preview/"
PANEL = "section[aria-labelledby=inspection]"


@pytest.fixture
def settings(settings, pages):
    return settings | pages.settings


@pytest.fixture
def work(app):
    """What a worker does."""

    def run():
        with app.app_context():
            inspect_letter(campaign_id=1)

    return run


@pytest.fixture
def without_spamassassin(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))


def panel(page):
    return page.one(PANEL).get_text(" ", strip=True)


def test_broken_links_are_shown_with_their_words_and_what_to_do(
    keeper, weekly, pages, work, without_spamassassin
):
    pages.answers["/gone"] = (404, "")
    body = (
        f'<p><a href="{pages.url("/gone")}">The old page</a> <a href="{pages.url("/")}">b</a></p>'
    )
    page = write(keeper, body=body)
    assert "Nobody had them looked over yet." in panel(page)
    page = keeper.press("Look over")
    assert "They are being looked over since" in panel(page)
    work()
    page = keeper.open(PREVIEW)
    assert "1 of 2 links does not answer as it should." in panel(page)
    assert "The old page" in panel(page)
    assert "Nothing is there any more (404); correct the address" in panel(page)
    assert "SpamAssassin is not installed here." in panel(page)
    page = keeper.open("/newsroom/campaigns/1/")
    assert "See what was found" in panel(page)


def test_a_letter_that_was_changed_since_asks_to_be_looked_over_again(
    keeper, weekly, work, without_spamassassin
):
    write(keeper)
    keeper.press("Look over")
    work()
    assert "It has no links of its own." in panel(keeper.open(PREVIEW))
    keeper.open("/newsroom/campaigns/1/edit/")
    keeper.press("Save letter", subject="The second orchard")
    page = keeper.open(PREVIEW)
    assert "The letter was changed since; have it looked over once more." in panel(page)
    keeper.press("Look over again")
    work()
    assert "changed since" not in panel(keeper.open(PREVIEW))


def test_what_costs_points_is_shown_in_words(keeper, weekly, work, monkeypatch):
    monkeypatch.setenv("PATH", str(mail_tool(scoring.PROGRAM).parent))
    write(keeper, subject="VIAGRA AND CIALIS CHEAP", body="<p>Buy viagra.</p>")
    keeper.press("Look over")
    work()
    page = keeper.open(PREVIEW)
    assert "SpamAssassin gives it" in panel(page)
    points = [float(cell.get_text()) for cell in page.all(f"{PANEL} tbody .figures")]
    assert points == sorted(points, reverse=True)
    assert points[-1] > 0


def test_where_other_sites_are_asked_nothing_that_is_said(
    app, keeper, weekly, pages, work, without_spamassassin
):
    app.config["LINK_CHECK"] = False
    write(keeper, body=f'<p><a href="{pages.url("/a")}">A</a></p>')
    keeper.press("Look over")
    work()
    assert "MASTHEAD_LINK_CHECK is off" in panel(keeper.open(PREVIEW))
    assert pages.asked == []


def test_what_preflight_looks_at_is_said_where_all_is_well(keeper, weekly):
    write(keeper)
    page = keeper.open(PREVIEW)
    found = page.one("section[aria-labelledby=findings]").get_text(" ", strip=True)
    assert "Readers can leave by a link in HTML and in text." in found
    assert "Gmail cuts letters at 102 kB." in found
    assert "Nothing signs it" in found
