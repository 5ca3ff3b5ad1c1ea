"""A person's own page: what is ticked is what they get."""

from __future__ import annotations

import pytest

from tests.makers import make_list, make_subscription
from tests.subscriptions.conftest import READER, link_in
from webapp.extensions import db
from webapp.subscriptions.models import MailingList, Subscriber, Suppression


def test_the_page_shows_what_a_person_gets(app, browser, path, lists):
    page = browser.open(path)
    assert page.one("input[name=lists][checked]")["id"] == "letter-the-week"
    assert READER in page.text
    assert len(page.all("button.button:not(.button--outline)")) == 1


def test_ticked_joins_at_once_and_unticked_ends(browser, path, subscriptions, consents, outbox):
    browser.open(path)
    page = browser.press("Save", lists=["morning-brief"])
    assert "The Morning Brief comes from the next issue on." in page.text
    assert "The Week has ended." in page.text
    assert subscriptions() == {"the-week": "preferences", "morning-brief": "confirmed"}
    joined, ended = consents()
    assert (joined.event, joined.source) == ("confirmed", "preferences")
    assert joined.wording in page.text
    assert (ended.event, ended.reason) == ("ended", "preferences")
    assert not outbox()


def test_saving_what_is_there_changes_nothing(app, browser, path, subscriptions, consents):
    browser.open(path)
    page = browser.press("Save")
    assert "Nothing has changed." in page.text
    assert subscriptions() == {"the-week": "confirmed"}
    assert not consents()


def test_unticking_the_last_one_is_saved(browser, path, subscriptions):
    browser.open(path)
    browser.press("Save", lists=[])
    assert subscriptions() == {"the-week": "preferences"}


def test_every_letter_can_be_left(browser, path, subscriptions):
    browser.open(path)
    page = browser.press("Leave every letter")
    assert "You have left every letter" in page.text
    assert subscriptions() == {"the-week": "everything"}


def test_what_waits_for_confirmation_stays_so_until_it_is_ticked(
    app, browser, path, lists, subscriptions
):
    with app.app_context():
        person = db.session.query(Subscriber).filter_by(email=READER).one()
        brief = db.session.get(MailingList, lists["morning-brief"])
        make_subscription(brief, person, confirmed=False)
        db.session.commit()
    page = browser.open(path)
    assert "not confirmed yet" in page.text
    browser.press("Save")
    assert subscriptions() == {"the-week": "confirmed", "morning-brief": "pending"}
    browser.press("Save", lists=list(lists))
    assert subscriptions() == {"the-week": "confirmed", "morning-brief": "confirmed"}


def test_a_private_list_is_offered_only_to_who_is_on_it(app, browser, path, lists):
    with app.app_context():
        person = db.session.query(Subscriber).filter_by(email=READER).one()
        make_subscription(make_list("staff", "Staff", is_public=False), person)
        make_list("other", "Other", is_public=False)
        db.session.commit()
    page = browser.open(path)
    assert {box["id"] for box in page.all("input[name=lists]")} == {
        "letter-morning-brief",
        "letter-the-week",
        "letter-staff",
    }


@pytest.mark.parametrize("wanted", ["no-such-list", "🦌"])
def test_a_list_that_is_not_offered_is_refused(browser, path, dump, wanted):
    browser.open(path)
    before = dump()
    page = browser.press("Save", status=422, lists=[wanted])
    assert "no longer offered" in page.text
    assert dump() == before


def test_a_suppressed_address_may_leave_but_not_join(app, browser, path, lists, subscriptions):
    with app.app_context():
        db.session.add(Suppression(email=READER, reason="bounce"))
        db.session.commit()
    browser.open(path)
    browser.press("Save", status=409, lists=list(lists))
    browser.open(path)
    browser.press("Save", lists=[])
    assert subscriptions() == {"the-week": "preferences"}


def test_the_link_comes_by_mail(browser, path, outbox):
    browser.open("/preferences/")
    browser.press("Send me my link", email=READER.upper())
    [mail] = outbox()
    assert mail.kind == "subscriptions/preferences"
    assert browser.open(link_in(mail)).title == "Your letters"


def test_what_was_typed_wrongly_stays(browser, lists, dump):
    before = dump()
    browser.open("/preferences/")
    page = browser.press("Send me my link", status=422, email="reader")
    assert page.one("#email")["value"] == "reader"
    assert "like name@example.com" in page.text
    assert dump() == before
