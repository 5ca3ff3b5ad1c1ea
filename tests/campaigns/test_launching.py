"""Launching: who is in the audience, and what is refused."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select, text

from tests.campaigns.sends import campaign, launch, make_letter, make_readers, totals
from tests.makers import make_campaign, make_list, make_subscriber, make_subscription
from webapp import clock
from webapp.campaigns import drafting, launching
from webapp.campaigns.audience import counting
from webapp.campaigns.models import Delivery
from webapp.campaigns.outcomes import ListNotLive, NobodyToSendTo, NothingToSend
from webapp.campaigns.states import CampaignState, StepRefused
from webapp.extensions import db
from webapp.subscriptions.models import Suppression


def test_the_audience_is_whoever_confirmed_stayed_and_may_be_mailed():
    weekly, other = make_list("week"), make_list("daily")
    make_subscription(weekly, make_subscriber("stays@example.org"))
    make_subscription(weekly, make_subscriber("asked@example.org"), confirmed=False)
    make_subscription(weekly, make_subscriber("left@example.org")).end("unsubscribed", clock.now())
    make_subscription(other, make_subscriber("elsewhere@example.org"))
    make_subscription(weekly, make_subscriber("bounced@example.org"))
    db.session.add(Suppression(email="bounced@example.org", reason="hard bounce"))
    came_back = make_subscriber("back@example.org")
    make_subscription(weekly, came_back).end("unsubscribed", clock.now())
    db.session.flush()
    make_subscription(weekly, came_back)
    letter = make_campaign(weekly)
    db.session.commit()
    assert counting.count_audience(letter) == 2
    launch(letter.id)
    emails = set(db.session.scalars(select(Delivery.email)))
    assert emails == {"stays@example.org", "back@example.org"}
    assert totals(letter.id).pending == totals(letter.id).audience == 2


def test_who_joins_after_the_launch_is_not_in_it():
    campaign_id, _ = make_letter(2)
    launch(campaign_id)
    make_readers(campaign(campaign_id).mailing_list, 1, "late")
    db.session.commit()
    assert totals(campaign_id).audience == 2


def test_postgresql_has_room_for_a_million_until_the_launch_is_committed():
    if db.session.get_bind().dialect.name == "sqlite":
        pytest.skip("SQLite has no work_mem to set")
    campaign_id, _ = make_letter()
    usual = room()
    launching.launch(campaign(campaign_id))
    assert room() == launching.ROOM != usual
    db.session.commit()
    assert room() == usual


def room():
    """What a question may hold in memory."""
    return db.session.scalar(text("SHOW work_mem"))


def test_issues_of_a_list_are_numbered_one_after_the_other():
    first_id, _ = make_letter(1)
    weekly = campaign(first_id).mailing_list
    second = drafting.draft(weekly, "Another", "<p>text</p>")
    other = make_list("daily", "The Day")
    make_readers(other, 1, "daily")
    third = drafting.draft(other, "A third", "<p>text</p>")
    db.session.commit()
    second_id, third_id = second.id, third.id
    for one in (first_id, second_id, third_id):
        launch(one)
    assert [campaign(one).issue for one in (first_id, second_id, third_id)] == [1, 2, 1]


def test_a_launched_campaign_cannot_be_launched_or_changed():
    campaign_id, _ = make_letter(1)
    launch(campaign_id)
    with pytest.raises(StepRefused):
        launch(campaign_id)
    with pytest.raises(StepRefused):
        drafting.revise(campaign(campaign_id), "Changed")
    assert totals(campaign_id).audience == 1


def test_two_launches_at_once_make_one_audience(context):
    campaign_id, _ = make_letter(50)
    outcomes, start = [], threading.Barrier(2)

    def one():
        with context.app_context():
            start.wait()
            try:
                launch(campaign_id)
                outcomes.append("launched")
            except StepRefused:
                outcomes.append("refused")
            db.session.remove()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["launched", "refused"]
    assert totals(campaign_id).audience == 50


def test_nobody_to_send_to_is_refused_and_changes_nothing():
    campaign_id, _ = make_letter(0)
    with pytest.raises(NobodyToSendTo):
        launch(campaign_id)
    assert campaign(campaign_id).state == CampaignState.DRAFT
    assert campaign(campaign_id).issue is None


def test_a_closed_list_is_refused():
    campaign_id, _ = make_letter(1)
    campaign(campaign_id).mailing_list.close()
    db.session.commit()
    with pytest.raises(ListNotLive):
        launch(campaign_id)
    assert totals(campaign_id).audience == 0


@pytest.mark.parametrize(
    ("subject", "body"), [("  ", "<p>text</p>"), ("Subject", "<script>x</script>")]
)
def test_an_empty_letter_is_refused(subject, body):
    campaign_id, _ = make_letter(1, subject=subject, body=body)
    with pytest.raises(NothingToSend):
        launch(campaign_id)
