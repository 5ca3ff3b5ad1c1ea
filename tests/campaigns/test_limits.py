"""Limits of sending: over all, by server and by domain; nobody is lost, and work goes on by itself."""

from __future__ import annotations

import datetime as dt
import threading
import time

import pytest
import time_machine
from sqlalchemy import select

from tests.campaigns.limits import at_domain, launch_to, lift, limit, taken_of
from tests.campaigns.sends import campaign, delivery, launch, make_letter, send, totals
from tests.campaigns.working import wait_for
from tests.mail.servers import Server, free_port
from tests.makers import make_list
from webapp import clock
from webapp.campaigns import cancelling, pausing
from webapp.campaigns.states import CampaignState
from webapp.extensions import db
from webapp.mail import outbox, servers
from webapp.mail.limits.models import Kind
from webapp.subscriptions.models import Subscriber, Subscription

AN_HOUR = dt.timedelta(minutes=61)


@pytest.fixture(autouse=True)
def _nothing_rests():
    servers._resting.clear()


@pytest.fixture
def both(context, server):
    """The server under test and another one beside it."""
    with Server() as other:
        context.config["SMTP_URL"] = f"{server.url} {other.url}"
        yield server, other


def name_of(server):
    """The name under which a server's limits stand."""
    return server.url.removeprefix("smtp://")


def sent_now(campaign_id):
    """How many letters have been sent after another run."""
    began = time.monotonic()
    assert send(campaign_id) == ""
    assert time.monotonic() - began < 30, "no lane waits for an hour"
    return totals(campaign_id).sent


def test_an_hour_takes_no_more_than_its_letters_and_the_next_one_goes_on(server):
    campaign_id, emails = make_letter(12)
    launch(campaign_id)
    limit(per_hour=5)
    with time_machine.travel(clock.now()) as hand:
        assert [sent_now(campaign_id), sent_now(campaign_id)] == [5, 5]
        assert campaign(campaign_id).state == CampaignState.SENDING
        hand.shift(AN_HOUR)
        assert sent_now(campaign_id) == 10
        hand.shift(AN_HOUR)
        assert sent_now(campaign_id) == 12
    assert campaign(campaign_id).state == CampaignState.SENT
    assert server.counts() == dict.fromkeys(emails, 1)


def test_what_was_taken_and_not_sent_is_given_back(context, server):
    campaign_id, _ = make_letter(8)
    launch(campaign_id)
    limit(per_hour=5)
    context.config["SMTP_URL"] = f"smtp://127.0.0.1:{free_port()}"
    send(campaign_id)
    assert taken_of() == 0
    context.config["SMTP_URL"] = server.url
    assert sent_now(campaign_id) == 5
    assert taken_of() == 5


def test_a_limit_that_is_changed_or_lifted_holds_from_the_next_batch_on(server):
    campaign_id, _ = make_letter(20)
    launch(campaign_id)
    limit(per_day=5)
    assert sent_now(campaign_id) == 5
    limit(per_day=9)
    assert sent_now(campaign_id) == 9
    lift()
    assert sent_now(campaign_id) == 20


def test_a_server_at_its_limit_passes_its_work_to_the_other(both):
    first, other = both
    limit(Kind.SERVER, name_of(first), per_hour=5)
    campaign_id, emails = make_letter(60)
    launch(campaign_id)
    assert sent_now(campaign_id) == 60
    assert len(first.taken) <= 5
    assert first.counts() + other.counts() == dict.fromkeys(emails, 1)
    assert taken_of(f"server {name_of(first)}") == len(first.taken)


def test_when_every_server_is_at_its_limit_the_rest_waits(both):
    for one in both:
        limit(Kind.SERVER, name_of(one), per_hour=4)
    campaign_id, _ = make_letter(20)
    launch(campaign_id)
    with time_machine.travel(clock.now()) as hand:
        assert sent_now(campaign_id) == 8
        assert [len(one.taken) for one in both] == [4, 4]
        hand.shift(AN_HOUR)
        assert sent_now(campaign_id) == 16


def test_a_server_that_is_down_has_the_other_one_keep_its_limit(context, server):
    context.config["SMTP_URL"] = f"smtp://127.0.0.1:{free_port()}?weight=9 {server.url}"
    limit(Kind.SERVER, name_of(server), per_hour=5)
    campaign_id, _ = make_letter(9)
    launch(campaign_id)
    send(campaign_id)
    assert totals(campaign_id).sent == len(server.taken) == 5
    assert totals(campaign_id).pending == 4
    assert campaign(campaign_id).state == CampaignState.SENDING


def test_domains_that_count_together_are_held_back_and_others_go_on(server):
    limit(Kind.DOMAIN, "gmail.com googlemail.com", per_hour=3)
    campaign_id = launch_to(make_list(), gmail_com=5, googlemail_com=3, example_org=6)
    with time_machine.travel(clock.now()) as hand:
        assert sent_now(campaign_id) == 9
        assert at_domain(server, "gmail.com", "googlemail.com") == 3
        assert totals(campaign_id).deferred == 5
        assert delivery("googlemail_com3@googlemail.com").tries == 0, "nobody tried"
        hand.shift(AN_HOUR)
        assert sent_now(campaign_id) == 12
        limit(Kind.DOMAIN, "gmail.com googlemail.com", per_hour=4)
        assert sent_now(campaign_id) == 13, "a larger limit is felt at once"
        lift(Kind.DOMAIN, "gmail.com googlemail.com")
        assert sent_now(campaign_id) == 14, "who was held back is not forgotten with the limit"
    assert campaign(campaign_id).state == CampaignState.SENT
    assert max(server.counts().values()) == 1


def test_every_other_domain_has_the_same_limit_for_itself(server):
    limit(Kind.DOMAIN, "*", per_hour=2)
    limit(Kind.DOMAIN, "example.com", per_hour=4)
    campaign_id = launch_to(make_list(), example_org=5, example_net=5, example_com=5)
    with time_machine.travel(clock.now()) as hand:
        assert sent_now(campaign_id) == 8
        hand.shift(AN_HOUR)
        assert sent_now(campaign_id) == 13
    counts = [at_domain(server, f"example.{top}") for top in ("org", "net", "com")]
    assert counts == [4, 4, 5]


def test_who_is_held_back_may_leave_the_list_meanwhile(server):
    limit(Kind.DOMAIN, "gmail.com", per_hour=1)
    campaign_id = launch_to(make_list(), gmail_com=2)
    with time_machine.travel(clock.now()) as hand:
        assert sent_now(campaign_id) == 1
        held = next(e for e in ("gmail_com1@gmail.com", "gmail_com2@gmail.com") if not server.to(e))
        subscription = db.session.scalars(
            select(Subscription).join(Subscriber).where(Subscriber.email == held)
        ).one()
        subscription.end("left", clock.now())
        db.session.commit()
        hand.shift(AN_HOUR)
        send(campaign_id)
    assert totals(campaign_id).skipped == {"unsubscribed": 1}


def test_who_is_held_back_is_skipped_when_the_letter_is_cancelled(server):
    limit(Kind.DOMAIN, "gmail.com", per_hour=1)
    campaign_id = launch_to(make_list(), gmail_com=3)
    assert sent_now(campaign_id) == 1
    cancelling.cancel(campaign(campaign_id))
    db.session.commit()
    for _ in cancelling.settle(campaign_id):
        db.session.commit()
    assert totals(campaign_id).skipped == {"cancelled": 2}
    assert {delivery(f"gmail_com{n}@gmail.com").held_for for n in (1, 2, 3)} == {""}


def test_a_day_of_the_warm_up_begins_at_midnight_where_the_paper_is(server):
    evening = dt.datetime(2026, 12, 1, 18, 50, tzinfo=dt.UTC)  # 23:50 in Almaty
    plan = {"warm_up": [3, 5], "warms_up_from": dt.date(2026, 12, 1)}
    with time_machine.travel(evening - dt.timedelta(days=1)) as hand:
        limit(Kind.SERVER, name_of(server), **plan)
        campaign_id, _ = make_letter(30)
        launch(campaign_id)
        assert sent_now(campaign_id) == 0, "the day before it begins"
        hand.shift(dt.timedelta(days=1))
        assert [sent_now(campaign_id), sent_now(campaign_id)] == [3, 3]
        hand.shift(dt.timedelta(minutes=20))
        assert sent_now(campaign_id) == 8
        hand.shift(dt.timedelta(days=1))
        assert sent_now(campaign_id) == 30, "the plan has come to its end"


def test_single_mails_count_and_do_not_wait(server):
    limit(per_hour=1)
    limit(Kind.SERVER, name_of(server), per_hour=1)
    for _ in range(3):
        outbox.queue_ready("accounts/confirm", "reader@example.org", "Hello", b"Hello\r\n")
    db.session.commit()
    outbox.send_due()
    assert len(server.taken) == taken_of() == taken_of(f"server {name_of(server)}") == 3


def test_a_pause_stops_a_lane_that_waits_for_its_minute(server):
    limit(per_minute=5)
    campaign_id, _ = make_letter(40)
    launch(campaign_id)
    engine, ended = db.engine, []

    def pause():
        wait_for(lambda: len(server.taken) == 5)
        time.sleep(1)  # the lanes wait now
        with engine.begin() as connection:
            assert pausing.pause_because(connection, campaign_id, "enough")
        ended.append(time.monotonic())

    pauser = threading.Thread(target=pause)
    pauser.start()
    send(campaign_id)
    assert time.monotonic() - ended[0] < 2
    pauser.join()
    assert (len(server.taken), totals(campaign_id).pending) == (5, 35)


def test_a_campaign_that_is_done_does_not_wait_for_room(server):
    limit(per_minute=40)
    campaign_id, _ = make_letter(40)
    launch(campaign_id)
    assert sent_now(campaign_id) == 40
    assert campaign(campaign_id).state == CampaignState.SENT
