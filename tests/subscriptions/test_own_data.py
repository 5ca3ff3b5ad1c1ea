"""Everything that is kept under an address: taken away or erased, by a link mailed for it."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import pytest
import time_machine
from sqlalchemy import select

from tests.makers import make_account, make_article, make_campaign
from tests.subscriptions.conftest import READER, link_in
from tests.subscriptions.imports import imported
from tests.subscriptions.record import verified
from tests.subscriptions.test_races import opened, together
from webapp import clock
from webapp.accounts.models import Account
from webapp.campaigns.models import Delivery
from webapp.extensions import db
from webapp.reading.models import SavedStory, Submission
from webapp.subscriptions.hashing import hashed
from webapp.subscriptions.models import (
    MailingList,
    Subscriber,
    SubscriberMove,
    Subscription,
    Suppression,
)


@pytest.fixture
def link(browser, path, outbox):
    """The path of the link that was mailed."""
    browser.open(path)
    browser.press("Download or erase my data")
    return link_in(outbox()[-1])


@pytest.fixture
def kept(filled, path, lists):
    """Rows of several packages under the address, and an account of its own."""
    with filled():
        person = db.session.query(Subscriber).one()
        person.name, person.attributes = "Dana", {"city": "Almaty"}
        sent = make_campaign(db.session.get(MailingList, lists["the-week"]), "A subject")
        delivery = Delivery(campaign_id=sent.id, subscriber_id=person.id, email=READER)
        delivery.state, delivery.reply = "sent", f"250 for {READER}"
        text = Submission(
            name="Dana", email=READER, headline="My text", text="x", network_address="192.0.2.9"
        )
        reader = make_account(READER)
        saved = SavedStory(account_id=reader.id, article=make_article("A saved headline"))
        db.session.add_all([delivery, text, saved])


def files_of(answer):
    """The files of a zip, by name."""
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_everything_under_the_address_comes_as_pages_and_json(browser, kept, link):
    page = browser.open(link)
    answer = browser.client.get(page.one("a[download]")["href"])
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="letters-')
    files = files_of(answer)
    letters = json.loads(files["letters.json"])["entries"]
    assert [(one["letter"], one["how many"]) for one in letters] == [("The Week", "every")]
    for name, words in {
        "subscriber": "Almaty",
        "letters-sent": "A subject",
        "texts-you-sent": "My text",
    }.items():
        assert words in files[f"{name}.json"]
        assert words in files[f"{name}.html"]
        assert name.replace("-", " ").capitalize() in page.text
    assert "A saved headline" not in str(files)
    assert "account.json" not in files


def test_the_link_of_a_letter_opens_neither(app, browser, path, link, dump):
    token = path.split("/")[2]
    before = dump()
    for way in (f"/preferences/data/{token}/", f"/preferences/data/{token}/everything.zip"):
        assert browser.client.get(way).status_code == 404
    data = {"csrf_token": browser.open(path).token}
    assert browser.client.post(f"/preferences/data/{token}/", data=data).status_code == 404
    assert dump() == before


def test_looking_erases_nothing(browser, link, dump):
    before = dump()
    for method in ("get", "head", "options"):
        getattr(browser.client, method)(link)
        getattr(browser.client, method)(link + "everything.zip")
    assert dump() == before


def test_erased_is_erased_and_the_hash_stays(app, browser, kept, link, lists, consents):
    browser.open(link)
    page = browser.press("Erase me")
    assert page.title == "You are erased"
    assert page.response.headers["Cache-Control"] == "no-store"
    with app.app_context():
        person = db.session.scalars(select(Subscriber)).one()
        assert (person.email, person.name, person.attributes) == (hashed(READER), "", {})
        assert not db.session.scalars(select(Submission)).all()
        sent = db.session.scalars(select(Delivery)).one()
        assert (sent.email, sent.reply) == (hashed(READER), "")
        ended = db.session.scalars(select(Subscription)).one()
        assert ended.ended_reason == "everything"
        stop = db.session.scalars(select(Suppression)).one()
        assert (stop.email, stop.reason) == (hashed(READER), "erased")
        assert db.session.scalars(select(Account)).one().email == READER
        assert db.session.scalars(select(SavedStory)).all()
        verified()
    assert {(one.event, one.source) for one in consents()} == {
        ("ended", "erasure by mailed link"),
        ("erased", "erasure by mailed link"),
    }
    assert not any(one.details for one in consents())


def test_no_import_and_no_form_bring_it_back(app, browser, link, lists, outbox):
    browser.open(link)
    browser.press("Erase me")
    before = len(outbox())
    browser.open("/subscribe/?lists=the-week")
    browser.press("Subscribe", email=READER)
    assert len(outbox()) == before
    with app.app_context():
        week = db.session.get(MailingList, lists["the-week"])
        imported(f"email,confirmed_at\n{READER},2024-05-01T08:00:00Z\n", week)
        assert db.session.scalars(select(Subscriber.email)).all() == [hashed(READER)]


def test_what_a_move_left_behind_goes_too(filled, browser, path, link):
    with filled():
        person = db.session.query(Subscriber).one()
        moved = {"old_email": "old@example.org", "new_email": READER}
        db.session.add(SubscriberMove(subscriber_id=person.id, **moved))
    browser.open(link)
    browser.press("Erase me")
    with filled():
        assert not db.session.scalars(select(SubscriberMove)).all()


def test_every_link_ends_with_it(browser, path, link):
    browser.open(link)
    browser.press("Erase me")
    for old in (link, link + "everything.zip", path):
        browser.open(old, status=410)


def test_the_link_works_for_a_day(browser, link):
    with time_machine.travel(clock.now() + dt.timedelta(days=1, minutes=1)):
        browser.open(link, status=410)


def test_two_erasures_at_once_are_one(app, link, consents):
    pages = [opened(app, link) for _ in range(4)]
    answers = together(*[lambda p=p: p[0].post(link, data=p[1]) for p in pages])
    assert sorted(answer.status_code for answer in answers) == [200, 410, 410, 410]
    assert [entry.event for entry in consents()] == ["ended", "erased"]
