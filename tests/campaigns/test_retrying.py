"""One more try for the refused, and the letter for those who joined since."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select

from tests.campaigns.sends import (
    campaign,
    delivery,
    launch,
    make_letter,
    make_readers,
    send,
    totals,
)
from tests.mail.servers import HANG_UP
from tests.makers import make_subscriber, make_subscription
from webapp.campaigns import extending, pausing, retrying
from webapp.campaigns.models import Delivery
from webapp.campaigns.states import CampaignState, StepRefused
from webapp.extensions import db
from webapp.subscriptions.models import Subscription, Suppression


def retry(campaign_id, *codes, **options):
    number = retrying.retry(campaign(campaign_id), codes, **options)
    db.session.commit()
    return number


def send_to_newcomers(campaign_id):
    number = extending.send_to_newcomers(campaign(campaign_id))
    db.session.commit()
    return number


@pytest.fixture
def refused(server):
    """A letter to six: two unknown there, one full, one of which nobody knows."""
    for n, reply in {1: "550 5.1.1 no such user", 2: "550 5.1.1 gone", 3: "552 5.2.2 full"}.items():
        server.script.at["rcpt", f"reader{n}@example.org"] = [reply]
    server.script.at["dot", "reader4@example.org"] = [HANG_UP]
    campaign_id, _ = make_letter(6)
    launch(campaign_id)
    send(campaign_id)
    sums = totals(campaign_id)
    assert (sums.sent, sums.failed, sums.unknown) == (2, 3, 1)
    return campaign_id


def test_the_reasons_are_told_apart(refused):
    found = [(one.code, one.number) for one in retrying.refusals(campaign(refused))]
    assert found == [("550 5.1.1", 2), ("552 5.2.2", 1)]
    assert retrying.count_unknown(campaign(refused)) == 1


def test_those_of_the_chosen_reason_get_one_more_try(refused, server):
    assert campaign(refused).state == CampaignState.SENT
    assert retry(refused, "552 5.2.2") == 1
    assert campaign(refused).state == CampaignState.SENDING
    assert campaign(refused).finished_at is None
    assert totals(refused).pending == 1
    send(refused)
    sums = totals(refused)
    assert (sums.sent, sums.failed, sums.unknown) == (3, 2, 1)
    assert campaign(refused).state == CampaignState.SENT
    assert server.counts()["reader3@example.org"] == 1
    assert delivery("reader3@example.org").tries == 2


def test_the_unknown_are_tried_only_when_that_is_said(refused, server):
    retry(refused, "550 5.1.1", "552 5.2.2")
    send(refused)
    assert totals(refused).unknown == 1
    assert server.counts()["reader4@example.org"] == 1
    first = server.to("reader4@example.org")[0].message["Message-ID"]
    assert retry(refused, unknown=True) == 1
    send(refused)
    assert totals(refused).sent == 6
    assert [taken.message["Message-ID"] for taken in server.to("reader4@example.org")] == [
        first, first
    ]  # fmt: skip


def test_who_was_suppressed_since_is_skipped_at_the_retry(refused):
    db.session.add(Suppression(email="reader1@example.org", reason="hard bounce"))
    db.session.commit()
    retry(refused, "550 5.1.1")
    send(refused)
    assert totals(refused).skipped == {"suppressed": 1}


def test_nobody_to_try_again_is_said(refused):
    with pytest.raises(retrying.NobodyToRetry):
        retry(refused, "554 5.7.1")
    db.session.rollback()
    assert campaign(refused).state == CampaignState.SENT


def test_who_joined_since_gets_it_and_nobody_twice(server):
    campaign_id, _ = make_letter(3)
    launch(campaign_id)
    send(campaign_id)
    weekly = campaign(campaign_id).mailing_list
    make_readers(weekly, 2, "late")
    make_subscription(weekly, make_subscriber("waits@example.org"), confirmed=False)
    make_readers(weekly, 1, "bounced")
    db.session.add(Suppression(email="bounced1@example.org", reason="hard bounce"))
    back = db.session.scalars(select(Subscription).limit(1)).one()  # leaves and comes back
    person = back.subscriber
    back.end("unsubscribed", back.confirmed_at)
    db.session.flush()
    make_subscription(weekly, person)
    db.session.commit()
    assert extending.count_newcomers(campaign(campaign_id)) == 2
    assert send_to_newcomers(campaign_id) == 2
    assert totals(campaign_id).audience == 5
    send(campaign_id)
    assert totals(campaign_id).sent == 5
    assert campaign(campaign_id).state == CampaignState.SENT
    assert max(server.counts().values()) == 1
    with pytest.raises(extending.NobodyJoined):
        send_to_newcomers(campaign_id)


def test_two_who_send_to_newcomers_at_once_freeze_them_once(context):
    campaign_id, _ = make_letter(3)
    launch(campaign_id)
    make_readers(campaign(campaign_id).mailing_list, 30, "late")
    db.session.commit()
    numbers, start = [], threading.Barrier(2)

    def one():
        with context.app_context():
            start.wait()
            try:
                numbers.append(send_to_newcomers(campaign_id))
            except extending.NobodyJoined:
                numbers.append(0)
            db.session.remove()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [0, 30]
    assert totals(campaign_id).audience == 33
    assert db.session.scalar(select(func.count(Delivery.id))) == 33


def test_while_it_is_paused_neither_begins(refused):
    retry(refused, "552 5.2.2")
    pausing.pause(campaign(refused))
    db.session.commit()
    for act in (lambda: retry(refused, "550 5.1.1"), lambda: send_to_newcomers(refused)):
        with pytest.raises(StepRefused, match="resume it first"):
            act()
        db.session.rollback()
