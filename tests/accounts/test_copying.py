"""A reader asks for everything we keep: a job packs it, and only they can fetch it."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
import time_machine
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from tests.accounts.copies import entries, opened
from tests.accounts.steps import READER, link_in, sign_in, text_of
from tests.browser import filled
from tests.makers import (
    PASSWORD,
    make_account,
)
from webapp import clock
from webapp.accounts.models import Account, DataExport, SecurityEvent
from webapp.accounts.rights import copying, exporting
from webapp.database import Base
from webapp.extensions import db

BUTTON = "Download my copy"


def ask(browser, **options):
    browser.open("/account/export/")
    return browser.press("Make my copy", **options)


@pytest.fixture
def make(app):
    """Do the job that makes what was asked for."""

    def run():
        with app.app_context():
            copying.make_asked_for()

    return run


@pytest.fixture
def link(browser, reader, outbox, make):
    """A link to the reader’s copy, asked for and made."""
    sign_in(browser)
    ask(browser)
    make()
    return link_in(outbox()[-1])


def download(browser, link):
    """Open the link, press its button, and open the file."""
    browser.open(link)
    form = browser.page.form(BUTTON)
    answer = browser.client.post(form["action"], data=filled(form, BUTTON))
    assert answer.mimetype == "application/zip"
    assert re.search(
        r'attachment; filename="account-[0-9-]+[.]zip"', answer.headers["Content-Disposition"]
    )
    assert answer.headers["Cache-Control"] == "no-store"
    return opened(answer.data)


def test_a_reader_asks_and_fetches_the_copy(browser, reader, outbox, make):
    sign_in(browser)
    page = ask(browser)
    assert page.title == "Check your mail"
    assert "A copy of everything we keep was asked for." in text_of(outbox()[-1])
    make()
    mail = outbox()[-1]
    assert (mail.kind, mail.recipient) == ("accounts/copy", READER)
    files = download(browser, link_in(mail))
    assert entries(files, "account")[0]["address"] == READER
    assert [e["what"] for e in entries(files, "safety")][-1] == "A browser signed in."


def test_each_file_is_there_twice_and_the_first_page_says_what_it_is(browser, link):
    files = download(browser, link)
    index = BeautifulSoup(files["index.html"], "html5lib")
    for name, part in exporting.PARTS.items():
        row = index.select_one(f'a[href="{name}.html"]').find_parent("tr")
        assert part.about in row.get_text()
        assert json.loads(files[f"{name}.json"])["about"] == part.about
        assert BeautifulSoup(files[f"{name}.html"], "html5lib").h1.get_text() == part.title
    assert set(files) == {"index.html", "style.css"} | {
        f"{name}.{kind}" for name in exporting.PARTS for kind in ("html", "json")
    }


def test_no_secret_is_in_it(app, browser, link, account):
    text = "".join(download(browser, link).values())
    assert account().password_hash not in text
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if column.name.endswith("_hash") or column.name == "secret":
                    kept = db.session.scalars(select(column)).all()
                    assert not [one for one in kept if one and one in text], column


def test_only_its_owner_fetches_it(app, other_browser, link):
    assert other_browser.open(link).title == "Sign in"
    with app.app_context():
        make_account("thief@example.org")
        db.session.commit()
    sign_in(other_browser, "thief@example.org")
    assert other_browser.open(link, status=404).title == "This link is not complete"


def test_it_asks_for_a_fresh_proof(browser, link):
    with time_machine.travel(clock.now() + dt.timedelta(minutes=11), tick=False):
        assert browser.open(link).title == "Is it you?"
        browser.press("Go on", password=PASSWORD)
        assert browser.page.title == "Your copy is ready"


def test_asking_twice_makes_one_copy(app, browser, reader, outbox, make):
    sign_in(browser)
    ask(browser)
    assert ask(browser, status=409).title == "Your copy is on its way"
    make()
    make()
    assert [mail.kind for mail in outbox()].count("accounts/copy") == 1
    first = link_in(outbox()[-1])
    ask(browser)
    make()
    browser.open(first, status=410)
    download(browser, link_in(outbox()[-1]))
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(DataExport)) == 1
        asked = SecurityEvent.what == "DATA_ASKED_FOR"
        assert db.session.scalar(select(func.count()).where(asked)) == 2


def test_after_three_days_the_file_is_forgotten_and_the_link_ends(app, browser, link):
    with time_machine.travel(clock.now() + dt.timedelta(days=3, minutes=1), tick=False):
        with app.app_context():
            copying.forget_old()
            assert not db.session.scalars(select(DataExport)).all()
        sign_in(browser)
        assert browser.open(link, status=410).title == "This link no longer works"


def test_a_new_password_ends_the_link(browser, link, change):
    change(link_version=1)
    browser.open(link, status=410)


def test_an_account_that_goes_takes_its_copies_along(app, link, change, account):
    with app.app_context():
        db.session.delete(db.session.scalars(select(Account)).one())
        db.session.commit()
        copying.make_asked_for()
        assert not db.session.scalars(select(DataExport)).all()
