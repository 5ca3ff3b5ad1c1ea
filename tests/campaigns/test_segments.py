"""Segments: who meets which conditions, in the same way however the search begins."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import select

from tests.makers import make_campaign, make_list, make_subscriber, make_subscription
from webapp import clock
from webapp.campaigns.audience import counting, reaching
from webapp.campaigns.models import Delivery, DeliveryState
from webapp.campaigns.segments import finding, paging
from webapp.campaigns.segments.conditions import Conditions, sentence
from webapp.campaigns.segments.models import Segment
from webapp.extensions import db
from webapp.subscriptions import indexing
from webapp.subscriptions.models import MailingList, Subscriber, Suppression


@pytest.fixture(params=["put in", "left over"])
def people(context, request):
    """Two lists, a letter, and people of all kinds; the search knows them already, or not yet."""
    week, day = make_list("week", "The Week"), make_list("day", "The Day")
    aida = make_subscriber("aida@one.example", name="Аида Нур", attributes={"city": "Almaty"})
    berik = make_subscriber("berik_1@two.example", name="Berik", attributes={"city": "Almaty"})
    chris = make_subscriber("chris@one.example", attributes={"city": "Astana"})
    dana = make_subscriber("dana@one.example")
    make_subscriber("nowhere@two.example")
    for person in (aida, berik, dana):
        make_subscription(week, person)
    make_subscription(week, chris, source="import").end("unsubscribed", clock.now())
    make_subscription(day, chris, source="import")
    make_subscription(day, berik, confirmed=False)
    db.session.add(Suppression(email=dana.email, reason="bounce"))
    letter = make_campaign(week, issue=1, audience=1)
    db.session.add(
        Delivery(
            campaign_id=letter.id,
            subscriber_id=aida.id,
            email=aida.email,
            state=DeliveryState.SENT,
        )
    )
    db.session.commit()
    if request.param == "put in":
        indexing.catch_up()


CASES = [
    ({}, "aida berik_1 chris dana nowhere"),
    ({"list_id": 1}, "aida berik_1 chris dana"),
    ({"list_id": 1, "state": "confirmed"}, "aida berik_1"),
    ({"list_id": 1, "state": "left"}, "chris"),
    ({"list_id": 2, "state": "awaiting"}, "berik_1"),
    ({"state": "suppressed"}, "dana"),
    ({"list_id": 2, "state": "suppressed"}, ""),
    ({"list_id": 1, "source": "import"}, "chris"),
    ({"list_id": 1, "since": "2020-01-01", "state": "confirmed"}, "aida berik_1"),
    ({"list_id": 1, "until": "2020-01-01"}, ""),
    ({"words": "ONE.EX"}, "aida chris dana"),
    ({"words": "аида"}, "aida"),
    ({"words": "k_1"}, "berik_1"),
    ({"words": "s_1"}, ""),
    ({"words": "da"}, "dana"),
    ({"words": "one.ex ai"}, "aida"),
    ({"words": '"OR*'}, ""),
    ({"words": "example", "list_id": 1, "state": "confirmed"}, "aida berik_1"),
    ({"domain": "One.Example"}, "aida chris dana"),
    ({"attribute": "city", "value": "Almaty"}, "aida berik_1"),
    ({"attribute": "city", "value": "Almaty", "list_id": 2}, "berik_1"),
    ({"attribute": "city", "value": "Almaty", "domain": "two.example"}, "berik_1"),
    ({"letter": "sent", "campaign_id": 1}, "aida"),
    ({"letter": "not", "campaign_id": 1, "list_id": 1, "state": "confirmed"}, "berik_1"),
]


def emails(ids):
    query = select(Subscriber.email).where(Subscriber.id.in_(ids))
    return {email.partition("@")[0] for email in db.session.scalars(query)}


def test_the_conditions_find_who_meets_them(people):
    for given, expected in CASES:
        conditions, wanted = Conditions.read(given), set(expected.split())
        assert emails(db.session.scalars(finding.people(conditions)).all()) == wanted, given
        assert finding.count(conditions) == len(wanted), given
        assert emails(paging.page(conditions, "", 50).ids) == wanted, given


def test_every_condition_may_begin(people):
    for given, expected in CASES:
        conditions = Conditions.read(given)
        if conditions.exclude_suppressed:
            continue
        each = finding.in_order(conditions)
        for order in itertools.permutations(each):
            found = finding.began(order[0], list(order[1:]))
            assert emails(db.session.scalars(found).all()) == set(expected.split()), given


def test_pages_go_on_after_one_another_and_lose_nobody(people):
    for given, expected in CASES:
        conditions, mark, seen = Conditions.read(given), "", []
        for _ in range(9):
            page = paging.page(conditions, mark, 1)
            seen += page.ids
            mark = page.older
            if not mark:
                break
        assert len(seen) == len(set(seen)), given
        assert emails(seen) == set(expected.split()), given


def test_marks_and_conditions_that_make_no_sense_are_left_out(people):
    everyone = paging.page(Conditions(), "", 50)
    assert paging.page(Conditions(), "list-3", 50) == everyone
    assert paging.page(Conditions(), "'; drop table", 50) == everyone
    given = {"state": "left", "list_id": "x", "since": "never", "attribute": "city", "words": 7}
    assert Conditions.read(given) == Conditions()


def test_conditions_read_as_a_sentence():
    given = {"list_id": 1, "state": "confirmed", "source": "import", "since": "2026-09-01"}
    given |= {"words": "aida gmail", "attribute": "city", "value": "Almaty"}
    given |= {"letter": "not", "campaign_id": 4}
    assert sentence(Conditions.read(given), {1: "The Week"}, {4: "The Week No. 3"}) == (
        "Confirmed on The Week, by import, asked from 1 September 2026, address or name contains "
        "“aida” and “gmail”, city is “Almaty”, was not sent The Week No. 3."
    )


def test_a_letter_goes_to_those_of_its_list_who_are_in_its_segment(people):
    for given, expected in CASES:
        segment = Segment(name=str(given), conditions=Conditions.read(given).written())
        letter = make_campaign(db.session.get_one(MailingList, 1))
        letter.segment = segment
        db.session.flush()
        reached = {
            email.partition("@")[0]
            for _, email, _ in db.session.execute(reaching.audience_of(letter))
        }
        assert reached == set(expected.split()) & {"aida", "berik_1"}, given
        assert counting.count_audience(letter) == len(reached), given
