"""A list of digests, its stories, and a digest that is run."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from tests.makers import (
    make_article,
    make_author,
    make_list,
    make_subscriber,
    make_subscription,
)
from webapp.campaigns.digests import running
from webapp.campaigns.digests.models import DigestRules
from webapp.campaigns.digests.timing import Due
from webapp.campaigns.models import Delivery
from webapp.extensions import db

DAY = dt.date(2026, 5, 4)  # a Monday
ALMATY = dt.timedelta(hours=5)


def at(hour, day=DAY):
    """An hour where the paper is, in UTC."""
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=dt.UTC) - ALMATY


def make_digest(readers=2, **rules):
    """A live list of digests with rules and readers; its id."""
    long_ago = at(0) - dt.timedelta(days=30)
    daily = make_list("daily", "The Day", kind="automatic digest", launched_at=long_ago)
    db.session.add(DigestRules(mailing_list=daily, began_at=long_ago, **rules))
    for number in range(1, readers + 1):
        make_subscription(daily, make_subscriber(f"reader{number}@example.org"))
    db.session.flush()
    return daily.id


def story(headline, hours_before, section=None, **columns):
    """A story published so many hours before the digest of DAY at seven."""
    published_at = at(7) - dt.timedelta(hours=hours_before)
    return make_article(
        headline, section=section, author=make_author(), published_at=published_at, **columns
    )


def run(list_id, day=DAY, hour=7):
    """Run one digest and commit; the campaign, if one was launched."""
    db.session.commit()
    campaign = running.run(Due(list_id, day, hour, at(hour, day)))
    db.session.commit()
    return campaign


def brought(campaign):
    """The headlines of a letter in their order."""
    return [one["headline"] for block in campaign.blocks for one in block.get("stories", ())]


def audience(campaign):
    """The addresses that a campaign goes to."""
    query = select(Delivery.email).where(Delivery.campaign_id == campaign.id)
    return sorted(db.session.scalars(query))
