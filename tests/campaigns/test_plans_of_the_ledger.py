"""Of a person and of a campaign the ledger has an index each; no question reads it from end to end."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from sqlalchemy import select, text, update

from tests.asking import leave, plans, statements
from tests.makers import make_account, make_list, make_subscriber, make_subscription
from webapp import clock
from webapp.among import is_among
from webapp.campaigns import drafting, erasing, extending, launching, sparing, touching
from webapp.campaigns.models import Campaign, Delivery
from webapp.campaigns.reckoning import reckon
from webapp.campaigns.segments import finding, paging
from webapp.campaigns.segments.conditions import Conditions
from webapp.campaigns.sparing import Launched
from webapp.campaigns.stories import bringing, following
from webapp.extensions import db
from webapp.newsroom import membership
from webapp.subscriptions.models import Frequency, Subscriber, Subscription

READERS, LETTERS, PAGE = 120, 3, 20
# A key that begins with the person finds nobody by the campaign alone: that reads all of it.
WHOLE = re.compile(
    r"SCAN deliveries|Seq Scan on deliveries"
    r"|uq_deliveries(?!.*\n *Index Cond: \(+subscriber_id )"
)


@pytest.fixture
def weekly(context):
    """A list to whose readers letters were sent, and one more after which some get none."""
    weekly = make_list()
    for number in range(READERS):
        person = make_subscriber(f"reader{number}@example.org", confirmed_at=clock.now())
        make_subscription(weekly, person, frequency=Frequency.WEEK)
    for _ in range(LETTERS):
        launching.launch(drafting.draft(weekly, "The Week", "<p>Apples.</p>"))
    db.session.execute(update(Delivery).values(state="sent", settled_at=clock.now()))
    drafting.draft(weekly, "The next one", "<p>Pears.</p>")
    db.session.commit()
    if db.session.get_bind().dialect.name == "postgresql":
        # So small a ledger is read whole, and a part of it is put in order, sooner than one by one.
        for setting in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
            db.session.execute(text(f"SET {setting} = off"))
        db.session.commit()
    yield weekly
    leave()


def look_at(asked, *, least):
    """At least so many statements were about the ledger, and none reads it whole."""
    ledgers = [one for one in asked if "deliveries" in one[0]]
    assert len(ledgers) >= least
    for statement, plan in plans(ledgers):
        assert not WHOLE.search(plan), f"{statement}\n{plan}"


def letters():
    return db.session.scalars(select(Campaign).order_by(Campaign.id)).all()


def test_what_is_asked_about_people_is_found_by_them(weekly):
    people = db.session.scalars(select(Subscription).order_by(Subscription.id)).all()
    ids = [one.subscriber_id for one in people]
    account = make_account("reader1@example.org", erase_letters=True)
    with statements("SELECT", "WITH", "UPDATE") as asked:
        erasing.forget_recipient(account)
        unwritten = select(Subscriber.id).where(is_among(Subscriber.id, ids))
        assert not db.session.scalars(unwritten.where(~touching.was_written_to())).all()
        assert len(membership.last_letters(ids, weekly.id)) == READERS
        db.session.scalars(bringing.sent_to(ids[0])).all()
        following._had(db.session.connection(), 1, people)
    look_at(asked, least=5)


def test_who_had_a_letter_is_looked_up_for_each_person(weekly):
    *_, last, draft = letters()
    soon = Launched(draft.id, clock.now() + dt.timedelta(hours=1))
    rows = db.session.execute(
        select(Subscription.subscriber_id, Subscription.list_id, Subscription.frequency,
               Subscription.id.label("subscription"))
    ).all()  # fmt: skip
    with statements("SELECT", "WITH") as asked:
        assert len(sparing.had_enough(db.session.connection(), soon, rows)) == READERS
        assert reckon(draft)
        assert extending.count_newcomers(last) == 0
    look_at(asked, least=3)


@pytest.mark.parametrize("more", [{}, {"list_id": 1}, {"words": "reader"}])
@pytest.mark.parametrize("letter", ["sent", "not"])
def test_segments_of_a_letter_are_counted_and_paged_by_indexes(weekly, letter, more):
    conditions = Conditions.read({"letter": letter, "campaign_id": 1} | more)
    with statements("SELECT", "WITH") as asked:
        found = [paging.page(conditions, "", PAGE)]
        while found[-1].older:
            found.append(paging.page(conditions, found[-1].older, PAGE))
        number = finding.count(conditions)
    seen = [person for page in found for person in page.ids]
    assert len(seen) == len(set(seen)) == number == (READERS if letter == "sent" else 0)
    look_at(asked, least=2)
