"""An address or a whole domain is never written to again, whichever way somebody comes."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.makers import make_campaign, make_list, make_subscriber, make_subscription
from tests.subscriptions.imports import imported
from webapp.addresses import AddressRefused
from webapp.campaigns import claiming, launching
from webapp.campaigns.audience import counting
from webapp.campaigns.models import Delivery
from webapp.extensions import db
from webapp.mail.models import OutgoingMail
from webapp.subscriptions import joining, spreading, subscribing, suppressing
from webapp.subscriptions.consenting import Proof
from webapp.subscriptions.hashing import hashed
from webapp.subscriptions.models import (
    Consent,
    Subscriber,
    SuppressedDomain,
    Suppression,
    domains_of,
    open_subscriptions,
)
from webapp.web import Visit

PROOF = Proof("staff desk@example.com", visit=Visit("192.0.2.7", "a browser"), evidence="a letter")
AT_DOMAIN = ("a@example.org", "b@mail.example.org", "c@example.com", "d@notexample.org")


@pytest.fixture
def week(context):
    """A list with readers at a domain, below it, and at others that look like it."""
    week = make_list("the-week")
    for email in AT_DOMAIN:
        make_subscription(week, make_subscriber(email))
    db.session.commit()
    return week


def suppressed():
    """The suppressed addresses, with their reasons."""
    found = db.session.execute(select(Suppression.email, Suppression.reason))
    return {email: reason for email, reason in found}  # noqa: C416 (mypy)


def test_an_address_is_suppressed_once_and_the_record_says_by_whom(week):
    for reason in ("complaint", "bounced"):
        suppressing.suppress("a@example.org", reason, PROOF)
        db.session.commit()
    assert suppressed() == {"a@example.org": "complaint"}
    entry = db.session.scalars(select(Consent)).one()
    assert (entry.event, entry.reason, entry.source) == ("suppressed", "complaint", PROOF.source)
    assert (entry.list_id, entry.subscriber_id, entry.evidence) == (None, 1, "a letter")


def test_who_never_subscribed_can_be_suppressed_too(context):
    suppressing.suppress("never@example.org", "complaint", PROOF)
    db.session.commit()
    assert suppressing.is_suppressed("never@example.org")
    assert db.session.scalars(select(Consent)).one().subscriber_id is None


def test_an_erased_address_is_suppressed_already(context):
    db.session.add(Suppression(email=hashed("gone@example.org"), reason="erased"))
    suppressing.suppress("gone@example.org", "complaint", PROOF)
    db.session.commit()
    assert suppressed() == {hashed("gone@example.org"): "erased"}


def test_a_domain_takes_the_addresses_there_and_below_it_and_no_others(week):
    suppressing.suppress_domain("example.org", "staff", "asked by their office")
    assert suppressed() == {"a@example.org": "domain", "b@mail.example.org": "domain"}
    assert suppressing.suppressed_among([*AT_DOMAIN, "new@a.b.example.org", "x@org"]) == {
        "a@example.org",
        "b@mail.example.org",
        "new@a.b.example.org",
    }
    assert suppressing.is_suppressed("new@example.org")
    assert not suppressing.is_suppressed("c@example.com")
    assert counting.count_audience(make_campaign(week)) == 2


def test_what_is_an_addresses_own_stays_so_and_becomes_so(week):
    suppressing.suppress("a@example.org", "complaint", PROOF)
    domain = suppressing.suppress_domain("example.org", "staff", "")
    suppressing.suppress("b@mail.example.org", "bounced", PROOF)
    db.session.execute(SuppressedDomain.__table__.delete())
    assert suppressed() == {"a@example.org": "complaint", "b@mail.example.org": "bounced"}
    assert domain.domain == "example.org"


def test_nobody_comes_in_at_a_suppressed_domain(week):
    suppressing.suppress_domain("example.net", "staff", "")
    db.session.commit()
    imported(
        "email,confirmed_at\nnew@example.net,2024-05-01\nnew@mail.example.net,2024-05-01\n", week
    )
    subscribing.ask("new@example.net", [week], Proof("form page"))
    with pytest.raises(joining.AddressSuppressed):
        joining.add_by_staff("new@example.net", week, by="desk@example.com", evidence="said so")
    assert not db.session.scalars(select(OutgoingMail)).all()
    there = select(Subscriber).where(Subscriber.email.endswith("example.net"))
    assert not db.session.scalars(there).all()


def test_who_slipped_in_beside_the_domain_is_skipped_when_a_letter_is_sent(week):
    suppressing.suppress_domain("example.net", "staff", "")
    make_subscription(week, make_subscriber("slipped@mail.example.net"))
    campaign = make_campaign(week)
    db.session.flush()
    launching.launch(campaign)
    db.session.commit()
    claim = claiming.claim(db.session.connection(), campaign.id, "lane", 100)
    assert (len(claim.recipients), claim.skipped) == (4, 1)
    slipped = select(Delivery).where(Delivery.email == "slipped@mail.example.net")
    found = db.session.scalars(slipped).one()
    assert (found.state, found.reason) == ("skipped", "suppressed")


def test_nobody_is_written_to_before_a_domain_is_spread_over_all(week, monkeypatch):
    monkeypatch.setattr(spreading, "STEP", 1)
    suppressing.suppress_domain("example.org", "staff", "")
    assert suppressed() == {"a@example.org": "domain"}
    campaign = make_campaign(week)
    db.session.flush()
    launching.launch(campaign)
    db.session.commit()
    claim = claiming.claim(db.session.connection(), campaign.id, "lane", 100)
    assert {one.email for one in claim.recipients} == {"c@example.com", "d@notexample.org"}
    assert claim.skipped == 1


def test_the_domains_of_an_address_are_its_own_and_all_above_but_the_top():
    assert domains_of("a@x.mail.example.org") == [
        "x.mail.example.org",
        "mail.example.org",
        "example.org",
    ]
    assert domains_of("a@example.org") == ["example.org"]


@pytest.mark.parametrize("typed", ["example.org", " @Example.ORG. ", "EXAMPLE.org"])
def test_a_domain_is_kept_in_one_form(typed):
    assert suppressing.normalise_domain(typed) == "example.org"


@pytest.mark.parametrize(
    "typed", ["", "org", "a b.example", "a@b@example.org", "%", "*.example.org"]
)
def test_what_is_no_domain_is_refused(typed):
    with pytest.raises(AddressRefused, match=r"like example\.com"):
        suppressing.normalise_domain(typed)


def test_open_subscriptions_stay_as_they_are(week):
    suppressing.suppress_domain("example.org", "staff", "")
    reader = db.session.scalars(select(Subscriber).where(Subscriber.email == "a@example.org")).one()
    assert len(db.session.scalars(open_subscriptions(reader)).all()) == 1
