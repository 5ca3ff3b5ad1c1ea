"""Breaking alerts: once for each story and list, and ahead of every other campaign."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from tests.campaigns.sends import launch, make_letter, make_readers, send, totals
from tests.makers import make_account, make_article, make_list
from webapp.campaigns import alerting, jobs
from webapp.campaigns.models import Alert, Campaign
from webapp.campaigns.outcomes import NobodyToSendTo
from webapp.extensions import db
from webapp.reading.models import ArticleState


@pytest.fixture
def breaking(in_context):
    """A story, a list of alerts with three readers, and an editor."""
    story = make_article("The dam holds", standfirst="After a night of rain.")
    urgent = make_list("breaking", "Breaking", kind="breaking alert")
    make_readers(urgent, 3, "alerted")
    editor = make_account(role="editor")
    db.session.commit()
    return story, urgent, editor.id


def test_an_alert_is_one_story_and_goes_to_the_list(breaking, server):
    story, urgent, editor = breaking
    assert [one.id for one in alerting.alert_lists()] == [urgent.id]
    assert alerting.reached(urgent) == 3
    campaign = alerting.send(story, urgent, 1, editor)
    db.session.commit()
    assert (campaign.subject, campaign.preheader) == ("The dam holds", "After a night of rain.")
    send(campaign.id)
    assert len(server.taken) == 3
    assert b"Subject: The dam holds" in server.taken[0].raw


def test_it_goes_once_and_again_only_under_another_number(breaking):
    story, urgent, editor = breaking
    alerting.send(story, urgent, 1, editor)
    db.session.commit()
    with pytest.raises(alerting.AlreadyAlerted):
        alerting.send(story, urgent, 1, editor)
    db.session.rollback()
    alerting.send(story, urgent, 2, editor)
    db.session.commit()
    numbers = [one.number for one in alerting.alerts_of(story)]
    assert numbers == [2, 1]
    assert len(db.session.scalars(select(Campaign)).all()) == 2


def test_of_two_who_press_at_once_one_sends_it(breaking, in_context):
    story, urgent, editor = breaking
    ids, refused = (story.id, urgent.id), []
    db.session.rollback()

    def press():
        with in_context.app_context():
            try:
                pair = (
                    db.session.get(type(story), ids[0]),
                    db.session.get(type(urgent), ids[1]),
                )
                alerting.send(*pair, 1, editor)
                db.session.commit()
            except alerting.AlreadyAlerted:
                db.session.rollback()
                refused.append(True)

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == [True]
    assert len(db.session.scalars(select(Alert)).all()) == 1
    assert len(db.session.scalars(select(Campaign)).all()) == 1


def test_a_draft_cannot_be_alerted_of_and_an_empty_list_not_be_alerted(breaking):
    story, urgent, editor = breaking
    nobody = make_list("nobody", "Nobody", kind="breaking alert")
    with pytest.raises(NobodyToSendTo):
        alerting.send(story, nobody, 1, editor)
    db.session.rollback()
    story.state = ArticleState.DRAFT
    with pytest.raises(alerting.NothingToAlertOf):
        alerting.send(story, urgent, 1, editor)


def test_other_campaigns_wait_until_every_reader_of_the_alert_was_tried(breaking, server):
    story, urgent, editor = breaking
    weekly, _ = make_letter(5)
    launch(weekly)
    alert = alerting.send(story, urgent, 1, editor).id
    db.session.commit()
    send(weekly)
    assert totals(weekly).pending == 5
    assert server.taken == []
    send(alert)
    send(weekly)
    assert [one.recipient.startswith("alerted") for one in server.taken] == [True] * 3 + [False] * 5
    assert totals(weekly).sent == 5


def test_an_alert_begins_though_all_places_are_taken():
    began = [jobs._begin(number) for number in (1, 2, 3)]
    try:
        assert began == [True, True, False]
        assert jobs._begin(4, ahead=True)
    finally:
        for number in (1, 2, 3, 4):
            jobs._end(number)
