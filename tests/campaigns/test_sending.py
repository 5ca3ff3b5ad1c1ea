"""Sending: each address once, and every answer of a server accounted for."""

from __future__ import annotations

import threading
import time

import pytest
import time_machine
from sqlalchemy import select

from tests.campaigns.sends import campaign, delivery, launch, make_letter, recover, send, totals
from tests.mail.servers import HANG_UP, free_port
from webapp import clock
from webapp.campaigns import sending
from webapp.campaigns.states import CampaignState
from webapp.extensions import db
from webapp.subscriptions.models import Subscriber, Subscription, Suppression


def journals():
    """Journals lying about."""
    return list(sending.journals().glob("*.journal"))


def test_each_address_gets_it_once_and_the_campaign_is_finished(server):
    campaign_id, emails = make_letter(120)
    launch(campaign_id)
    assert send(campaign_id) == ""
    assert server.counts() == dict.fromkeys(emails, 1)
    assert totals(campaign_id).sent == 120
    assert campaign(campaign_id).state == CampaignState.SENT
    assert campaign(campaign_id).finished_at is not None
    assert journals() == []


def test_several_connections_share_the_work_and_are_reused(server):
    server.script.pause = 0.002
    campaign_id, _ = make_letter(400)
    launch(campaign_id)
    send(campaign_id)
    assert server.connections == server.most_open == 8


def test_a_small_campaign_opens_no_more_connections_than_it_needs(server):
    campaign_id, _ = make_letter(3)
    launch(campaign_id)
    send(campaign_id)
    assert server.connections == 1


def test_sending_again_sends_nothing(server):
    campaign_id, _ = make_letter(5)
    launch(campaign_id)
    send(campaign_id)
    send(campaign_id)
    assert len(server.taken) == 5


def test_two_workers_on_one_campaign_send_each_letter_once(context, server):
    server.script.pause = 0.002
    campaign_id, emails = make_letter(300)
    launch(campaign_id)
    troubles = []

    def work():
        with context.app_context():
            troubles.append(send(campaign_id))
            db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    while any(worker.is_alive() for worker in workers):
        totals(campaign_id)  # adds up at every moment
        time.sleep(0.01)
    assert troubles == ["", ""]
    assert server.counts() == dict.fromkeys(emails, 1)
    assert totals(campaign_id).sent == 300


def test_the_replies_of_the_server_are_kept(server):
    campaign_id, emails = make_letter(3)
    server.script.at["rcpt", emails[0]] = ["550 5.1.1 nobody here"]
    server.script.at["dot", emails[1]] = ["452 4.2.2 mailbox full"]
    launch(campaign_id)
    send(campaign_id)
    sums = totals(campaign_id)
    assert (sums.sent, sums.deferred, sums.failed) == (1, 1, 1)
    assert delivery(emails[0]).reply == "550 5.1.1 nobody here"
    assert delivery(emails[1]).reply == "452 4.2.2 mailbox full"
    assert delivery(emails[2]).reply == "250 2.0.0 taken"
    assert campaign(campaign_id).state == CampaignState.SENDING


def test_a_deferred_letter_is_tried_again_after_a_pause(server):
    campaign_id, emails = make_letter(2)
    server.script.at["dot", emails[0]] = ["451 4.7.1 greylisted"] * 2
    launch(campaign_id)
    with time_machine.travel(clock.now()) as clock_hand:
        send(campaign_id)
        first = delivery(emails[0])
        assert first.tries == 1
        assert (first.next_try_at - clock.now()).total_seconds() == pytest.approx(60, abs=2)
        clock_hand.shift(50)
        send(campaign_id)
        assert delivery(emails[0]).tries == 1, "tried too early"
        clock_hand.shift(15)
        send(campaign_id)
        assert (delivery(emails[0]).next_try_at - clock.now()).total_seconds() == pytest.approx(
            120, abs=2
        )
        clock_hand.shift(125)
        send(campaign_id)
    assert totals(campaign_id).sent == 2
    assert server.counts() == dict.fromkeys(emails, 1)
    assert campaign(campaign_id).state == CampaignState.SENT


def test_a_letter_deferred_for_72_hours_is_given_up(server):
    campaign_id, emails = make_letter(1)
    server.script.at["rcpt", emails[0]] = ["451 4.3.0 never now"] * 100
    launch(campaign_id)
    began = clock.now()
    with time_machine.travel(began) as clock_hand:
        while totals(campaign_id).failed == 0:
            send(campaign_id)
            clock_hand.shift(3600)
        hours = (clock.now() - began).total_seconds() / 3600
    assert 66 < hours < 78
    assert (
        delivery(emails[0]).reply
        == "given up after 72 hours; the last answer was: 451 4.3.0 never now"
    )
    assert campaign(campaign_id).state == CampaignState.SENT


def test_no_reply_after_the_dot_is_unknown_and_never_sent_again(server):
    campaign_id, emails = make_letter(4)
    server.script.at["dot", emails[1]] = [HANG_UP]
    launch(campaign_id)
    send(campaign_id)
    send(campaign_id)
    sums = totals(campaign_id)
    assert (sums.sent, sums.unknown) == (3, 1)
    assert server.counts() == dict.fromkeys(emails, 1)
    assert delivery(emails[1]).state == "unknown"


def test_a_connection_lost_before_the_text_costs_nothing(server):
    campaign_id, emails = make_letter(30)
    server.script.at["rcpt", emails[3]] = [HANG_UP]
    server.script.at["data", emails[17]] = [HANG_UP, "421 4.3.2 restarting"]
    launch(campaign_id)
    for _ in range(3):
        send(campaign_id)
    assert totals(campaign_id).sent == 30
    assert server.counts() == dict.fromkeys(emails, 1)


def test_an_address_at_which_every_connection_breaks_is_put_off(server):
    campaign_id, emails = make_letter(10)
    server.script.at["rcpt", emails[0]] = [HANG_UP] * 100
    launch(campaign_id)
    send(campaign_id)
    sums = totals(campaign_id)
    assert (sums.sent, sums.deferred) == (9, 1)
    assert delivery(emails[0]).tries == 3


def test_a_server_that_is_down_costs_nothing(settings, context, server):
    campaign_id, emails = make_letter(30)
    launch(campaign_id)
    context.config["SMTP_URL"] = f"smtp://127.0.0.1:{free_port()}"
    trouble = send(campaign_id)
    assert "127.0.0.1" in trouble
    assert totals(campaign_id).pending == 30
    context.config["SMTP_URL"] = server.url
    assert send(campaign_id) == ""
    assert server.counts() == dict.fromkeys(emails, 1)


def once_taken(server, messages):
    """An event that is set when the server has so many messages, however slow the machine is."""
    stop = threading.Event()

    def watch():
        while len(server.taken) < messages:
            time.sleep(0.01)
        stop.set()

    threading.Thread(target=watch, daemon=True).start()
    return stop


def test_told_to_stop_it_finishes_what_is_on_its_way_and_gives_the_rest_back(server):
    server.script.pause = 0.1
    campaign_id, _ = make_letter(200)
    launch(campaign_id)
    send(campaign_id, once_taken(server, 5))
    sums = totals(campaign_id)
    assert 0 < sums.sent < 200
    assert sums.sent + sums.pending == 200
    assert len(server.taken) == sums.sent
    assert journals() == []
    assert recover() == 0


@pytest.mark.parametrize("when", ["before the first claim", "while it is being sent"])
def test_who_left_or_was_suppressed_since_the_launch_is_skipped_with_the_reason(server, when):
    campaign_id, emails = make_letter(60)
    launch(campaign_id)
    if when == "while it is being sent":
        server.script.pause = 0.1
        send(campaign_id, once_taken(server, 5))
    left, suppressed, moved = [e for e in emails if delivery(e).state == "pending"][-3:]
    subscription = db.session.scalars(
        select(Subscription).join(Subscriber).where(Subscriber.email == left)
    ).one()
    subscription.end("unsubscribed", clock.now())
    db.session.add(Suppression(email=suppressed, reason="complaint"))
    db.session.scalars(
        select(Subscriber).where(Subscriber.email == moved)
    ).one().email = "new@example.org"
    db.session.commit()
    send(campaign_id)
    sums = totals(campaign_id)
    assert sums.skipped == {"unsubscribed": 1, "suppressed": 1, "address changed": 1}
    assert sums.sent == 57
    assert not {left, suppressed, moved, "new@example.org"} & set(server.counts())
    assert campaign(campaign_id).state == CampaignState.SENT


def test_a_list_that_is_closed_meanwhile_gets_nothing_more(server):
    campaign_id, _ = make_letter(60)
    launch(campaign_id)
    server.script.pause = 0.1
    send(campaign_id, once_taken(server, 5))
    before = len(server.counts())
    campaign(campaign_id).mailing_list.close()
    db.session.commit()
    send(campaign_id)
    sums = totals(campaign_id)
    assert len(server.counts()) == before < 60
    assert sums.skipped == {"list closed": 60 - sums.sent}
    assert campaign(campaign_id).state == CampaignState.SENT
