"""Whoever is on the lists of a letter gets it, or is left out for a reason: the numbers add up."""

from __future__ import annotations

import itertools
import random

import pytest
from sqlalchemy import func, select

from tests.campaigns.sends import campaign, launch, totals
from tests.makers import make_list, make_subscriber, make_subscription
from webapp import clock
from webapp.campaigns import drafting, reckoning
from webapp.campaigns.audience import counting, reaching
from webapp.campaigns.audience.reaching import Parts
from webapp.campaigns.models import Delivery
from webapp.campaigns.segments.models import Segment
from webapp.extensions import db
from webapp.subscriptions.models import MailingList, Suppression

NAMES = ("week", "rivers", "roads", "late")
CITIES = ("Almaty", "Astana", "Oral")


@pytest.fixture
def lists(context):
    """Four lists over which forty people are strewn in every standing, the same at every run."""
    dice = random.Random("who is on what")  # noqa: S311 (the same at every run)
    made = [make_list(name, name.title(), position=at) for at, name in enumerate(NAMES)]
    for number in range(40):
        city = {"city": dice.choice(CITIES)}
        person = make_subscriber(f"reader{number}@example.org", attributes=city)
        for one in dice.sample(made, dice.randint(1, len(made))):
            subscribed = make_subscription(one, person, confirmed=dice.random() > 0.15)
            if dice.random() < 0.15:
                subscribed.end("preferences", clock.now())
        if dice.random() < 0.15:
            db.session.add(Suppression(email=person.email, reason="bounced"))
    db.session.commit()
    return {one.slug: one.id for one in made}


@pytest.fixture
def segments(lists):
    """Who is in each city, and who ever asked for the list of roads."""
    kept = [Segment(name=city, conditions={"attribute": "city", "value": city}) for city in CITIES]
    kept.append(Segment(name="Roads", conditions={"list_id": lists["roads"]}))
    db.session.add_all(kept)
    db.session.commit()
    return {one.name: one.id for one in kept}


def letter(lists, own="week", also=(), but=(), but_segments=(), segment=None, **columns):
    """A draft; its number."""
    made = drafting.draft(db.session.get_one(MailingList, lists[own]), "News", "<p>News.</p>")
    chosen = [tuple(lists[one] for one in some) for some in (also, but)]
    reaching.put_together(made, Parts(*chosen, tuple(but_segments)))
    made.segment_id = segment
    for name, value in columns.items():
        setattr(made, name, value)
    db.session.commit()
    return made.id


def reckoned(number):
    """What would become of everybody; the sums are checked against the people themselves."""
    found = reckoning.reckon(campaign(number))
    reached = reaching.audience_of(campaign(number)).subquery()
    people = select(func.count(), func.count(reached.c.id.distinct())).select_from(reached)
    assert db.session.execute(people).one() == (found.audience, found.audience)
    assert counting.count_audience(campaign(number)) == found.audience
    ids = [one.id for one in reaching.lists_of(campaign(number))]
    assert found.on_lists == sum(asked(one) for one in ids)
    return found


def asked(list_id):
    """How many ever asked for a list, counted by looking at each."""
    theirs = select(func.count(reaching.Subscription.subscriber_id.distinct()))
    return db.session.scalar(theirs.where(reaching.Subscription.list_id == list_id))


def test_whatever_lists_and_segments_are_chosen_the_reasons_add_up(lists, segments):
    others = [("rivers",), ("rivers", "roads"), ()]
    for also, but, out, narrowed in itertools.product(
        others,
        [(), ("late",), ("late", "roads")],
        [(), ("Oral",), ("Oral", "Roads")],
        [None, "Almaty"],
    ):
        chosen = [segments[one] for one in out]
        number = letter(lists, "week", also, but, chosen, narrowed and segments[narrowed])
        found = reckoned(number)
        assert all(count > 0 for count in found.left_out.values())


def test_each_reason_is_told(lists, segments):
    parts = (("rivers",), ("late",), (segments["Oral"],))
    found = reckoned(letter(lists, "week", *parts, segments["Almaty"]))
    assert list(found.left_out) == [
        *("suppressed", "get it through another of its lists", "on a list it does not go to"),
        *("in a segment it does not go to", "outside the segment", "not confirmed yet"),
        "left the list",
    ]


def test_a_segment_alone_reaches_each_through_a_newsletter_they_confirmed(lists, segments):
    also = ("rivers", "roads", "late")
    number = letter(lists, "week", also, segment=segments["Astana"], is_across_lists=True)
    audience = reckoned(number).audience
    launch(number)
    assert totals(number).audience == audience > 5
    through = func.coalesce(Delivery.list_id, lists["week"])  # the letter’s own is not said
    theirs = select(through).where(Delivery.campaign_id == number)
    assert len(set(db.session.scalars(theirs))) > 1
    confirmed = (
        select(func.count())
        .select_from(Delivery)
        .join(
            reaching.Subscription,
            (reaching.Subscription.subscriber_id == Delivery.subscriber_id)
            & (reaching.Subscription.list_id == through),
        )
    )
    is_theirs = reaching.confirmed(reaching.Subscription, lists.values())
    assert db.session.scalar(confirmed.where(*is_theirs)) == audience


def test_a_newsletter_that_closed_meanwhile_keeps_no_letter_to_a_segment_from_going(
    lists, segments
):
    also = ("rivers", "roads")
    number = letter(lists, "week", also, segment=segments["Astana"], is_across_lists=True)
    before = reckoned(number)
    db.session.get_one(MailingList, lists["rivers"]).close()
    db.session.commit()
    assert reckoned(number).audience < before.audience
    launch(number)
    through = select(Delivery.list_id).where(Delivery.list_id == lists["rivers"])
    assert not db.session.scalars(through).all()
