"""The outbox: a mail leaves after the commit of what it belongs to, and is tried until it is taken."""

from __future__ import annotations

import datetime as dt
import threading
import time

import pytest
import time_machine
from sqlalchemy import select

from tests.mail.servers import HANG_UP, free_port
from webapp import clock
from webapp.extensions import db
from webapp.mail import outbox
from webapp.mail.models import OutgoingMail

KIND = "accounts/deleted"
READER = "reader@example.com"


@pytest.fixture
def settings(settings, server):
    return settings | {"SMTP_URL": server.url}


@pytest.fixture(autouse=True)
def in_context(context):
    return context


def queue(*recipients):
    for recipient in recipients or (READER,):
        outbox.queue(KIND, recipient)
    db.session.commit()


def send():
    db.session.rollback()
    outbox.send_due()
    db.session.rollback()


def row(recipient=READER):
    db.session.rollback()
    found = db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.recipient == recipient)
    ).one()
    db.session.refresh(found)
    db.session.expunge(found)
    db.session.rollback()
    return found


def test_a_queued_mail_is_sent_and_its_text_forgotten(server):
    queue()
    send()
    assert server.counts() == {READER: 1}
    sent = row()
    assert sent.sent_at is not None
    assert sent.next_try_at is None
    assert sent.message is None
    assert sent.reply == "250 2.0.0 taken"


def test_what_is_rolled_back_is_never_sent(server):
    outbox.queue(KIND, READER)
    db.session.rollback()
    send()
    assert server.taken == []


def test_a_refused_mail_is_given_up_with_the_servers_words(server):
    server.script.at["rcpt", READER] = ["550 5.1.1 nobody here"]
    queue(READER, "other@example.com")
    send()
    assert row().failed_at is not None
    assert row().reply == "550 5.1.1 nobody here"
    assert row().message is None
    assert server.counts() == {"other@example.com": 1}


def test_a_deferred_mail_is_tried_again_each_pause_twice_the_last(server):
    server.script.at["dot", READER] = ["451 4.3.0 later"] * 3
    pauses = []
    with time_machine.travel(clock.now()) as hand:
        queue()
        for _ in range(3):
            send()
            pauses.append((row().next_try_at - clock.now()).total_seconds())
            hand.shift(pauses[-1] - 2)
            send()
            assert row().sent_at is None, "tried before its time"
            hand.shift(3)
        send()
    assert pauses == [pytest.approx(seconds, abs=2) for seconds in (60, 120, 240)]
    assert row().sent_at is not None
    assert server.counts() == {READER: 1}


def test_a_mail_deferred_for_72_hours_is_given_up(server):
    server.script.at["rcpt", READER] = ["451 4.3.0 later"] * 100
    began = clock.now()
    with time_machine.travel(began) as hand:
        queue()
        while row().failed_at is None:
            hand.shift(dt.timedelta(hours=1))
            send()
        assert dt.timedelta(hours=66) < clock.now() - began < dt.timedelta(hours=80)


def test_a_server_that_is_away_is_tried_every_minute_without_growing_pauses(context, server):
    context.config["SMTP_URL"] = f"smtp://127.0.0.1:{free_port()}"
    with time_machine.travel(clock.now()) as hand:
        queue(READER, "other@example.com")
        for _ in range(10):
            send()
            assert row().tries == 0
            assert (row().next_try_at - clock.now()).total_seconds() <= 60
            hand.shift(61)
        context.config["SMTP_URL"] = server.url
        send()
    assert server.counts() == {READER: 1, "other@example.com": 1}


def test_a_mail_in_doubt_is_tried_again(server):
    server.script.at["dot", READER] = [HANG_UP]
    with time_machine.travel(clock.now()) as hand:
        queue()
        send()
        assert row().sent_at is None
        hand.shift(61)
        send()
    assert row().sent_at is not None


def test_two_workers_send_each_mail_once(context, server):
    server.script.pause = 0.005
    recipients = [f"reader{n}@example.com" for n in range(60)]
    queue(*recipients)

    def work():
        with context.app_context():
            outbox.send_due()
            db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert server.counts() == dict.fromkeys(recipients, 1)


def test_nothing_is_locked_while_the_server_thinks(context, server):
    server.script.pause = 1
    queue()

    def work():
        with context.app_context():
            outbox.send_due()
            db.session.remove()

    worker = threading.Thread(target=work)
    worker.start()
    while not any(command == "DATA" for command in server.commands):
        time.sleep(0.005)
    began = time.monotonic()
    queue("other@example.com")
    assert time.monotonic() - began < 0.5, "waited for the mail server"
    worker.join()


def test_a_worker_that_dies_leaves_its_mails_to_the_next(server):
    queue()
    assert len(outbox.claim(10)) == 1
    db.session.commit()
    send()
    assert server.taken == [], "another worker took what was claimed"
    with time_machine.travel(clock.now() + outbox.LEASE):
        send()
    assert server.counts() == {READER: 1}
