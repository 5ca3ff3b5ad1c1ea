"""A letter goes to several lists, minus others: nobody twice, each through a list they confirmed."""

from __future__ import annotations

import email
import email.policy

import pytest

from tests.campaigns.sends import campaign, launch, send, totals
from tests.makers import make_list, make_subscriber, make_subscription
from webapp import clock
from webapp.campaigns import drafting
from webapp.campaigns.audience import counting, reaching
from webapp.campaigns.audience.reaching import Parts
from webapp.campaigns.models import Delivery
from webapp.campaigns.outcomes import ListNotLive
from webapp.campaigns.segments.models import Segment
from webapp.extensions import db
from webapp.subscriptions.links import read_unsubscribe
from webapp.subscriptions.models import Frequency, Subscription


@pytest.fixture
def lists():
    """Three lists: a on the first two, b on the last two, c on all, d on the first alone."""
    week, rivers, roads = (make_list(slug, slug.title()) for slug in ("week", "rivers", "roads"))
    for name, theirs in (
        ("a", (week, rivers)),
        ("b", (rivers, roads)),
        ("c", (week, rivers, roads)),
        ("d", (week,)),
    ):
        person = make_subscriber(f"{name}@example.org", attributes={"city": name.upper()})
        for one in theirs:
            make_subscription(one, person)
    make_subscription(rivers, make_subscriber("waits@example.org"), confirmed=False)
    make_subscription(rivers, make_subscriber("left@example.org")).end("staff", clock.now())
    db.session.commit()
    return {one.slug: one.id for one in (week, rivers, roads)}


def letter(lists, also=(), but=(), but_segments=(), own="week", segment=None):
    made = drafting.draft(reaching_list(lists[own]), "News", "<p>News.</p>")
    made.segment_id = segment
    ids = [tuple(lists[one] for one in some) for some in (also, but)]
    reaching.put_together(made, Parts(*ids, tuple(but_segments)))
    db.session.commit()
    return made.id


def reaching_list(list_id):
    return db.session.get_one(reaching.MailingList, list_id)


def segment(city):
    kept = Segment(name=f"In {city}", conditions={"attribute": "city", "value": city})
    db.session.add(kept)
    db.session.flush()
    return kept.id


def reached(number, lists):
    """Who would get it, by the beginning of the address, and through which list."""
    slugs = {number: slug for slug, number in lists.items()}
    rows = db.session.execute(reaching.audience_of(campaign(number))).all()
    found = {address[0]: slugs[list_id] for _, address, list_id in rows}
    assert len(found) == len(rows) == counting.count_audience(campaign(number))
    return found


def test_each_is_reached_once_through_the_first_list_they_confirmed(lists):
    assert reached(letter(lists), lists) == {"a": "week", "c": "week", "d": "week"}
    found = reached(letter(lists, ["roads", "rivers"]), lists)
    assert found == {"a": "week", "b": "roads", "c": "week", "d": "week"}
    found = reached(letter(lists, ["week", "roads"], own="rivers"), lists)
    assert found == {"a": "rivers", "b": "rivers", "c": "rivers", "d": "week"}


def test_lists_and_segments_are_left_out(lists):
    assert reached(letter(lists, ["rivers"], ["roads"]), lists) == {"a": "week", "d": "week"}
    number = letter(lists, ["rivers"], [], [segment("A"), segment("B")])
    assert reached(number, lists) == {"c": "week", "d": "week"}
    number = letter(lists, ["rivers"], ["roads"], [segment("D")], segment=segment("A2"))
    assert reached(number, lists) == {}


def test_a_segment_narrows_all_the_lists(lists):
    number = letter(lists, ["rivers"], segment=segment("B"))
    assert reached(number, lists) == {"b": "rivers"}


def test_headers_and_links_follow_the_list_through_which_a_letter_comes(lists, server):
    number = letter(lists, ["rivers"])
    launch(number)
    send(number)
    assert totals(number).sent == 4
    for one in server.taken:
        through = "rivers" if one.recipient.startswith("b") else "week"
        message = email.message_from_bytes(one.raw, policy=email.policy.default)
        assert message["List-ID"] == f'"{through.title()}" <{through}.astanatimes.example>'
        assert message["Feedback-ID"].split(":")[1] == through
        leaving = read_unsubscribe(message["List-Unsubscribe"].split(">")[0].split("/")[-2])
        assert leaving.list_id == lists[through]
        for part in message.iter_parts():
            assert f"You receive {through.title()} because" in " ".join(part.get_content().split())


def test_who_leaves_the_list_it_comes_through_is_skipped_though_they_are_on_another(lists, server):
    number = letter(lists, ["rivers"])
    launch(number)
    week = db.session.scalars(
        db.select(Subscription).where(Subscription.list_id == lists["week"])
    ).all()
    for one in week:
        one.end("preferences", clock.now())
    db.session.commit()
    send(number)
    assert [one.recipient for one in server.taken] == ["b@example.org"]
    assert totals(number).skipped == {"unsubscribed": 3}


def test_a_list_closed_after_the_launch_skips_its_own_alone(lists, server):
    number = letter(lists, ["rivers"])
    launch(number)
    reaching_list(lists["week"]).close()
    db.session.commit()
    send(number)
    assert [one.recipient for one in server.taken] == ["b@example.org"]
    assert totals(number).skipped == {"list closed": 3}


def test_a_letter_to_a_list_that_is_not_live_is_not_launched(lists):
    number = letter(lists, ["rivers"])
    reaching_list(lists["rivers"]).close()
    db.session.commit()
    with pytest.raises(ListNotLive):
        launch(number)


def test_fewer_letters_of_a_list_are_counted_through_that_list(lists, server):
    by_week = db.select(Subscription).where(Subscription.list_id == lists["rivers"])
    for one in db.session.scalars(by_week):
        one.frequency = Frequency.WEEK
    db.session.commit()
    for _ in range(2):
        number = letter(lists, ["rivers"])
        launch(number)
        send(number)
    assert sorted(one.recipient for one in server.taken) == [
        *("a@example.org", "a@example.org", "b@example.org", "c@example.org", "c@example.org"),
        *("d@example.org", "d@example.org"),
    ]
    assert totals(number).skipped == {"fewer letters wanted": 1}


def test_a_delivery_from_before_goes_through_the_own_list(lists, server):
    number = letter(lists)
    launch(number)
    db.session.execute(db.update(Delivery).values(list_id=None))
    db.session.commit()
    send(number)
    assert len(server.taken) == 3
