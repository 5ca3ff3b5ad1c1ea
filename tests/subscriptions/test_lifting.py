"""Only the person, by a link mailed to the address, or an owner with a reason lifts a suppression."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.makers import make_subscriber, make_subscription
from tests.subscriptions.conftest import READER, link_in, text_of
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions import lifting, links, suppressing
from webapp.subscriptions.consenting import Proof
from webapp.subscriptions.models import Consent, MailingList, SuppressedDomain, Suppression

PROOF = Proof("bounce", evidence="550 5.1.1 no such mailbox")


@pytest.fixture
def page(app, lists):
    """The path of the page of a suppressed person."""
    with app.app_context():
        person = make_subscriber(READER, confirmed_at=clock.now())
        make_subscription(db.session.get(MailingList, lists["the-week"]), person)
        suppressing.suppress(READER, "bounced", PROOF)
        db.session.commit()
        return links.preferences_url(person).removeprefix("http://localhost")


@pytest.fixture
def is_suppressed(app):
    """Whether the person is suppressed now."""

    def ask():
        with app.app_context():
            return suppressing.is_suppressed(READER)

    return ask


def test_a_person_asks_gets_a_mail_and_lifts_it(browser, page, outbox, is_suppressed, consents):
    found = browser.open(page)
    assert "Nothing has been sent to this address since" in found.text
    browser.press("Ask for letters again")
    assert is_suppressed()
    [mail] = outbox()
    assert mail.recipient == READER
    assert "bounced" in text_of(mail)
    found = browser.open(link_in(mail))
    assert found.title == "May we write to you again?"
    assert is_suppressed(), "looking changes nothing"
    found = browser.press("Write to me again")
    assert "Letters may come to this address again" in found.text
    assert not is_suppressed()
    entry = consents()[-1]
    assert (entry.event, entry.reason, entry.source) == ("lifted", "bounced", "lift link")
    assert entry.wording_version == "again-1"
    assert entry.link == links.id_of(link_in(mail))
    assert browser.open(link_in(mail), status=410).title


def test_a_scanner_that_follows_the_link_changes_nothing(app, browser, page, outbox, dump):
    browser.open(page)
    browser.press("Ask for letters again")
    path = link_in(outbox()[0])
    before = dump()
    client = app.test_client()
    for method in ("get", "head", "options"):
        assert getattr(client, method)(path).status_code == 200
    assert client.post(path).status_code == 400, "a POST without the token"
    assert dump() == before


def test_a_link_dies_with_the_suppression_it_names(app, browser, page, outbox):
    browser.open(page)
    browser.press("Ask for letters again")
    with app.app_context():
        db.session.execute(Suppression.__table__.delete())
        suppressing.suppress(READER, "complaint", PROOF)
        db.session.commit()
    browser.open(link_in(outbox()[0]), status=410)


def test_one_address_of_a_suppressed_domain_cannot_be_free(app, browser, page, outbox):
    with app.app_context():
        db.session.execute(Suppression.__table__.delete())
        suppressing.suppress_domain("example.org", "staff", "")
        db.session.commit()
    found = browser.open(page)
    assert "Nothing has been sent" in found.text
    assert "Ask for letters again" not in found.text
    with app.app_context():
        stop = db.session.scalars(select(Suppression)).one()
        with pytest.raises(lifting.SuppressedWithDomain):
            lifting.lift_by_owner(stop, "a good reason", "owner a@example.com")
    assert not outbox()


@pytest.mark.usefixtures("page")
def test_an_owner_needs_a_reason(app):
    with app.app_context():
        stop = db.session.scalars(select(Suppression)).one()
        with pytest.raises(lifting.NoReason):
            lifting.lift_by_owner(stop, "  ", "owner a@example.com")
        lifting.lift_by_owner(stop, "wrote to us", "owner a@example.com")
        db.session.commit()
        assert not suppressing.is_suppressed(READER)
        entry = db.session.scalars(select(Consent).order_by(Consent.id.desc())).first()
        assert (entry.event, entry.source, entry.evidence) == (
            "lifted",
            "owner a@example.com",
            "wrote to us",
        )


def test_a_domain_frees_those_suppressed_with_it_alone(app, page):
    with app.app_context():
        make_subscriber("other@example.org")
        db.session.commit()
        domain = suppressing.suppress_domain("example.org", "staff", "")
        assert suppressing.is_suppressed("other@example.org")
        lifting.lift_domain(domain, "they asked")
        db.session.commit()
        assert not suppressing.is_suppressed("other@example.org")
        assert suppressing.is_suppressed(READER)
        assert not db.session.scalars(select(SuppressedDomain)).all()
    assert page
