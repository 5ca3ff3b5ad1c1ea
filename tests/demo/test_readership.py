"""The demo's readership: invented people, each with proof, in every state a list shows."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests.makers import make_list
from webapp import templating
from webapp.demo.readership import DOMAINS, SIZES, load_readers
from webapp.extensions import db
from webapp.newsroom.figuring import count_members
from webapp.subscriptions.models import Consent, Subscriber, Subscription


@pytest.fixture
def lists(context):
    made = [make_list(slug) for slug in SIZES]
    load_readers(templating.today())
    db.session.commit()
    return made


def test_every_list_has_people_in_every_state(lists):
    for one in lists:
        figures = count_members(one)
        assert figures.total == SIZES[one.slug]
        assert min(figures.confirmed, figures.awaiting, figures.left, figures.suppressed) > 0


def test_everybody_is_invented_and_has_an_entry_of_consent(lists):
    domains = {email.partition("@")[2] for email in db.session.scalars(select(Subscriber.email))}
    assert domains == set(DOMAINS)
    with_entry = select(func.count(func.distinct(Consent.subscriber_id)))
    assert db.session.scalar(with_entry) == db.session.scalar(select(func.count(Subscriber.id)))


def test_nobody_left_before_joining_or_after_now(lists):
    for one in db.session.scalars(select(Subscription).where(Subscription.ended_at.is_not(None))):
        assert one.confirmed_at <= one.ended_at <= templating.today()
