"""What a person does, in Chromium, on the whole Masthead with the demo newspaper."""

from __future__ import annotations

import faulthandler
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.campaigns.blocks import EVERY
from tests.chromium import launched
from tests.journeys.site import STAFF, STAFF_PASSWORD, Site
from webapp import create_app
from webapp.campaigns import drafting
from webapp.campaigns.blocks import taking
from webapp.campaigns.blocks.kinds import PictureBlock
from webapp.campaigns.inspections import inspecting
from webapp.campaigns.inspections.reporting import Broken, Report
from webapp.extensions import db
from webapp.mail.scoring import Rule, Score
from webapp.reading.models import Image
from webapp.subscriptions.models import MailingList

expect.set_options(timeout=20_000)  # milliseconds: as patient as with pages, on a busy machine


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The demo newspaper, served with worker and mail server; one for all journeys."""
    site = Site(tmp_path_factory.mktemp("site"))
    site.command("init")
    site.command("demo")
    site.command("staff", "add", STAFF, "--role", "owner", "--password-stdin", given=STAFF_PASSWORD)
    with site.running():
        yield site


@pytest.fixture(scope="session")
def draft(site):
    """The number of a letter with blocks of every kind that is not sent yet."""
    with create_app(site.instance).app_context():
        week = db.session.scalars(select(MailingList).where(MailingList.slug == "the-week")).one()
        shown = taking.picture(db.session.scalars(select(Image).limit(1)).one())
        blocks = [
            replace(one, picture=shown) if isinstance(one, PictureBlock) else one for one in EVERY
        ]
        letter = drafting.draft_of(week, "The first orchard", blocks)
        look_over(letter)
        number = letter.id
        db.session.commit()
        db.engine.dispose()
    return number


def look_over(letter):
    """Have an inspection of a letter that found all it can find."""
    broken = Broken("https://elsewhere.example/gone", "The old page", "Nothing is there (404).")
    score = Score(0.7, 5.0, (Rule("SUBJ_ALL_CAPS", 0.7, "Subject is all capitals"),))
    inspecting.begin(letter)
    asked_at = inspecting.inspection_of(letter).asked_at
    report = Report(links=9, answered=7, unasked=1, broken=(broken,), score=score)
    inspecting.keep(letter.id, asked_at, report)


@pytest.fixture(scope="module")
def chromium_browser():
    """One Chromium for a module; Playwright's event loop would disturb tests that run their own."""
    with launched() as browser:
        yield browser


@pytest.fixture(autouse=True)
def unwatched():
    """No dump of a long test: to walk Playwright's stacks while they switch ends the process."""
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def tab(request, chromium_browser, site):
    """A fresh browser tab; what its console reports as an error fails the journey."""
    context = chromium_browser.new_context(base_url=site.url, java_script_enabled=request.param)
    page = context.new_page()
    page.set_default_timeout(20_000)
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    page.on("request", lambda r: None if local(r.url, site) else problems.append(r.url))
    yield page
    context.close()
    assert not problems


def local(url, site):
    """Whether a request stays on the site."""
    return url.startswith((site.url, "data:", "blob:", "about:"))
