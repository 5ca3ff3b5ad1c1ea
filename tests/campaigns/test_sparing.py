"""Who paused, or takes fewer letters than the paper sends, is skipped and accounted for."""

from __future__ import annotations

import datetime as dt
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, select, text

from tests.asking import plans
from tests.campaigns.sends import BODY, delivery, launch, make_letter, send, totals
from tests.campaigns.test_plans_of_segments import WHOLE
from tests.makers import make_subscription
from webapp import clock
from webapp.campaigns import drafting
from webapp.campaigns.audience.reaching import Parts, put_together
from webapp.campaigns.claiming import claim
from webapp.campaigns.models import Campaign, Delivery
from webapp.extensions import db
from webapp.subscriptions.models import MailingList, Subscriber

READERS = [f"reader{n}@example.org" for n in (1, 2, 3)]


def prefer(email, *, frequency=None, paused_until=None):
    """Write down what a reader prefers."""
    person = db.session.scalars(select(Subscriber).where(Subscriber.email == email)).one()
    if frequency:
        person.subscriptions[0].frequency = frequency
    person.paused_until = paused_until
    db.session.commit()


def next_letter(*, days=0, launched=True):
    """A further letter to the same list, after so many days: those before are moved back."""
    for one in db.session.scalars(select(Campaign).where(Campaign.launched_at.is_not(None))):
        one.launched_at -= dt.timedelta(days=days)
    weekly = db.session.scalars(select(MailingList)).one()
    number = drafting.draft(weekly, "The next one", BODY).id
    db.session.commit()
    if launched:
        launch(number)
    return number


def sent(number):
    """Send a letter, and how its sums stand."""
    send(number)
    return totals(number)


def test_who_paused_is_skipped_until_the_day(server):
    number, _ = make_letter(3)
    prefer(READERS[0], paused_until=clock.now() + dt.timedelta(days=1))
    prefer(READERS[1], paused_until=clock.now() - dt.timedelta(seconds=1))
    launch(number)
    sums = sent(number)
    assert (sums.audience, sums.sent, sums.skipped) == (3, 2, {"paused": 1})
    assert READERS[0] not in server.counts()


def test_who_paused_while_it_is_being_sent_is_skipped(server):
    number, _ = make_letter(1)
    launch(number)
    prefer(READERS[0], paused_until=clock.now() + dt.timedelta(days=1))
    assert sent(number).skipped == {"paused": 1}


@pytest.mark.parametrize(
    ("frequency", "days", "comes"),
    [
        ("every", 0, True),
        ("week", 1, False),
        ("week", 6, False),
        ("week", 7, True),
        ("month", 7, False),
        ("month", 27, False),
        ("month", 28, True),
    ],
)
def test_the_first_letter_comes_when_the_time_is_over(server, frequency, days, comes):
    number, _ = make_letter(2)
    prefer(READERS[0], frequency=frequency)
    launch(number)
    assert sent(number).sent == 2
    sums = sent(next_letter(days=days))
    assert sums.audience == 2
    assert (sums.sent, sums.skipped) == ((2, {}) if comes else (1, {"fewer letters wanted": 1}))
    assert server.counts()[READERS[0]] == 1 + comes


def test_a_weekly_letter_that_leaves_an_hour_earlier_still_comes(server):
    number, _ = make_letter(1)
    prefer(READERS[0], frequency="week")
    launch(number)
    sent(number)
    assert sent(next_letter(days=7 - 1 / 24)).sent == 1


def test_a_skipped_letter_takes_nobodys_turn(server):
    number, _ = make_letter(1)
    prefer(READERS[0], frequency="week")
    launch(number)
    sent(number)
    assert sent(next_letter(days=4)).sent == 0
    assert sent(next_letter(days=4)).sent == 1


def test_a_letter_that_was_refused_takes_nobodys_turn(server):
    number, _ = make_letter(1)
    prefer(READERS[0], frequency="month")
    launch(number)
    sent(number)
    for one in db.session.scalars(select(Delivery)):
        one.state = "failed"
    db.session.commit()
    assert sent(next_letter(days=1)).sent == 1


def test_letters_of_other_lists_count_for_themselves(server):
    number, _ = make_letter(1)
    prefer(READERS[0], frequency="month")
    launch(number)
    sent(number)
    other, emails = make_letter(1, slug="other")
    prefer(emails[0], frequency="month")
    launch(other)
    assert sent(other).sent == 1


def test_a_letter_to_several_lists_counts_for_the_one_it_came_through(server):
    number, _ = make_letter(1)
    other, _ = make_letter(0, slug="other")
    first, second = (db.session.get_one(Campaign, one) for one in (number, other))
    reader = db.session.scalars(select(Subscriber)).one()
    for subscription in [reader.subscriptions[0], make_subscription(second.mailing_list, reader)]:
        subscription.frequency = "month"
    put_together(first, Parts(also=(second.list_id,)))
    db.session.commit()
    launch(number)
    assert sent(number).sent == 1, "through its own list"
    launch(other)
    assert sent(other).sent == 1, "which took nobody’s turn of the other"


def test_two_letters_at_once_never_reach_one_person_both(context, server):
    first, _ = make_letter(3)
    for reader in READERS:
        prefer(reader, frequency="week")
    launch(first)
    second = next_letter()
    barrier = threading.Barrier(2)

    def take(number):
        with context.app_context():
            barrier.wait()
            with db.engine.begin() as connection:
                return claim(connection, number, f"lane {number}", 10)

    with ThreadPoolExecutor(2) as pool:
        claims = list(pool.map(take, (first, second)))
    assert sum(len(one.recipients) for one in claims) == 3
    assert sum(one.skipped for one in claims) == 3


def test_a_claim_asks_as_often_for_many_as_for_one(context, server):
    asked = {}
    for slug, number in (("one", 1), ("many", 40)):
        letter, emails = make_letter(number, slug=slug)
        for n, email in enumerate(emails):
            prefer(email, frequency=("week", "month")[n % 2])
        launch(letter)
        statements = []

        def note(_connection, _cursor, statement, *_rest, into=statements):
            into.append(statement)

        with db.engine.begin() as connection:
            event.listen(connection, "before_cursor_execute", note)
            assert len(claim(connection, letter, "lane", 100).recipients) == number
        asked[slug] = len(statements)
    assert asked["many"] == asked["one"] <= 9
    assert delivery(emails[0]).state == "claimed"


def test_the_ledger_is_asked_by_its_index(context, server):
    number, emails = make_letter(40)
    for n, email in enumerate(emails):
        prefer(email, frequency=("week", "month")[n % 2])
    launch(number)
    sent(number)
    number = next_letter(days=1)
    questions = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        if statement.lstrip().startswith("SELECT deliveries.subscriber_id"):
            questions.append((statement, parameters))

    with db.engine.begin() as connection:
        event.listen(connection, "before_cursor_execute", note)
        assert claim(connection, number, "lane", 100).skipped == 40
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    assert len(questions) == 1
    whole = WHOLE[db.session.get_bind().dialect.name]
    assert not [plan for _, plan in plans(questions) if re.search(whole, plan)]
