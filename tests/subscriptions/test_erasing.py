"""An address that wants nothing any more is forgotten, but for a hash that keeps imports out."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from tests.makers import (
    make_account,
    make_campaign,
    make_list,
    make_subscriber,
    make_subscription,
)
from tests.subscriptions.imports import imported
from webapp import clock
from webapp.accounts.linking import mailed_link
from webapp.accounts.rights import deleting, erasing
from webapp.campaigns.models import Delivery
from webapp.database import Base
from webapp.extensions import db
from webapp.mail.models import OutgoingMail
from webapp.subscriptions import joining, lifting, subscribing, suppressing, verifying
from webapp.subscriptions.consenting import Proof
from webapp.subscriptions.erasing import forget_address
from webapp.subscriptions.hashing import hashed
from webapp.subscriptions.models import (
    Consent,
    Subscriber,
    Subscription,
    Suppression,
    consents_about,
)
from webapp.web import Visit

GONE = "gone@example.org"
VISIT = Visit("192.0.2.7", "a browser")


@pytest.fixture
def the_week(context):
    """A list that the reader and somebody else get."""
    found = make_list("the-week")
    make_subscription(found, make_subscriber(GONE, name="Dana", confirmed_at=clock.now()))
    make_subscription(found, make_subscriber("other@example.org", confirmed_at=clock.now()))
    return found


def leave(*, letters):
    """Ask, confirm, and let the seven days pass."""
    account = make_account(GONE)
    link = mailed_link(deleting.DELETE, "accounts.confirm_deletion", account, letters=letters)
    deleting.leave(link.rstrip("/").rsplit("/", 1)[1], VISIT)
    db.session.commit()
    account.erase_after = clock.now() - dt.timedelta(minutes=1)


def erase():
    """Erase what is due, and drop the mails, of which the last has to name the address."""
    erasing.erase_due()
    for mail in db.session.scalars(select(OutgoingMail)):
        db.session.delete(mail)
    db.session.commit()


def places_of(words):
    """The tables in which ``words`` stand anywhere."""
    return [
        table.name
        for table in Base.metadata.sorted_tables
        if any(words in repr(row) for row in db.session.execute(select(table)))
    ]


def test_without_the_mark_letters_go_on(the_week):
    leave(letters=False)
    erase()
    assert joining.newest_subscription(1, the_week.id).ended_at is None
    assert not db.session.scalars(select(Suppression)).all()


def test_with_the_mark_they_end_at_once_and_the_record_says_why(the_week):
    leave(letters=True)
    ended = db.session.scalars(select(Subscription).where(Subscription.ended_at.is_not(None))).one()
    assert ended.subscriber.email == GONE
    entry = db.session.scalars(select(Consent)).one()
    assert (entry.event, entry.source, entry.network_address) == (
        "ended",
        "account deletion",
        "192.0.2.7",
    )


def test_then_the_address_stands_nowhere_and_its_hash_in_the_record(the_week):
    sent = make_campaign(the_week)
    db.session.add(
        Delivery(
            campaign_id=sent.id, subscriber_id=1, email=GONE, state="sent", reply=f"for {GONE}"
        )
    )
    leave(letters=True)
    assert places_of(GONE)
    erase()
    assert places_of(GONE) == []
    assert places_of("Dana") == []
    assert set(places_of(hashed(GONE))) == {"subscribers", "deliveries", "suppressions"}
    assert places_of("other@example.org") == ["subscribers"]


def test_no_import_no_form_and_no_staff_bring_it_back(the_week):
    leave(letters=True)
    erase()
    lines = (
        f"email,confirmed_at\n{GONE},2024-05-01T08:00:00Z\nnew@example.org,2024-05-01T08:00:00Z\n"
    )
    imported(lines, the_week)
    subscribing.ask(GONE, [the_week], Proof("form"))
    assert not db.session.scalars(select(OutgoingMail)).all()
    with pytest.raises(joining.AddressSuppressed):
        joining.add_by_staff(GONE, the_week, by="desk@example.com", evidence="said so")
    assert set(db.session.scalars(select(Subscriber.email))) == {
        hashed(GONE),
        "other@example.org",
        "new@example.org",
    }


def test_a_suppression_keeps_its_reason_and_loses_its_address(the_week):
    db.session.add(Suppression(email=GONE, reason="complaint", evidence=f"{GONE} complained"))
    leave(letters=True)
    erase()
    left = db.session.scalars(select(Suppression)).one()
    assert (left.email, left.reason, left.evidence) == (hashed(GONE), "complaint", "")


def test_without_the_key_nobody_makes_the_hash(context):
    mine = hashed(GONE)
    context.config["ADDRESS_KEY"] = "another key altogether"
    assert hashed(GONE) != mine
    assert mine.endswith("@erased.invalid")


def test_what_was_said_of_it_before_it_subscribed_goes_too(the_week):
    suppressing.suppress("never@example.org", "complaint", Proof("desk", evidence="a letter"))
    db.session.commit()
    account = make_account("never@example.org", erase_letters=True)
    forget_address(account)
    db.session.delete(account)
    db.session.commit()
    assert places_of("never@example.org") == []
    assert places_of("a letter") == []
    *_, head = verifying.verify()
    assert head.number == 2


def test_an_erased_address_stays_suppressed_when_its_domain_is_lifted(the_week):
    domain = suppressing.suppress_domain("example.org", "staff", "")
    forget_address(make_account(GONE, erase_letters=True))
    db.session.commit()
    lifting.lift_domain(domain, "they asked")
    db.session.commit()
    assert suppressing.is_suppressed(GONE)
    assert not suppressing.is_suppressed("other@example.org")


def test_however_often_a_person_comes_back_they_can_be_erased_again(context):
    account = make_account(GONE, erase_letters=True)
    for _ in range(12):
        make_subscription(make_list(), make_subscriber(GONE))
        forget_address(account)
        db.session.commit()
    names = list(db.session.scalars(select(Subscriber.email)))
    assert len(set(names)) == 12
    assert places_of(GONE) == ["accounts"]
    entries = db.session.scalars(consents_about(GONE)).all()
    assert [entry.event for entry in entries].count("erased") == 12
    assert {entry.subscriber_id for entry in entries} == set(range(1, 13))
