"""A list, a letter and a mail server, for tests of sending."""

from __future__ import annotations

import threading

from sqlalchemy import select

from tests.makers import make_list, make_subscriber, make_subscription
from webapp import clock
from webapp.campaigns import accounting, drafting, launching, recovering, sending
from webapp.campaigns.models import Campaign, Delivery
from webapp.campaigns.states import CampaignState
from webapp.database import without_write_lock
from webapp.extensions import db

BODY = "<h1>The Apple’s First Orchard</h1><p>On slopes too steep for the plough.</p>"


def make_readers(mailing_list, number, prefix="reader", domain="example.org"):
    """Confirmed subscribers of a list; their addresses."""
    emails = [f"{prefix}{n}@{domain}" for n in range(1, number + 1)]
    for email in emails:
        subscriber = make_subscriber(email, confirmed_at=clock.now())
        make_subscription(mailing_list, subscriber)
    return emails


def make_letter(
    number=3, *, subject="The first orchard, and ten more stories", body=BODY, **options
):
    """A draft to a list with that many readers; its id and their addresses."""
    slug = options.pop("slug", "week")
    weekly = make_list(slug, "The Week")
    emails = make_readers(weekly, number, "reader" if slug == "week" else slug)
    campaign_id = drafting.draft(weekly, subject, body, **options).id
    db.session.commit()  # and nothing is read after it: SQLite's write lock is free again
    return campaign_id, emails


def campaign(campaign_id):
    """The campaign as it stands now."""
    db.session.rollback()
    return db.session.get_one(Campaign, campaign_id, populate_existing=True)


def has_sent(campaign_id):
    """Whether it is sent to its end. Whoever looks again and again lets the others write."""
    with without_write_lock(db.session()):
        return db.session.get_one(Campaign, campaign_id).state == CampaignState.SENT


def launch(campaign_id):
    """Launch and commit."""
    launching.launch(campaign(campaign_id))
    db.session.commit()


def send(campaign_id, stop=None):
    """Send what is due; why it ended early."""
    db.session.rollback()
    return sending.send(campaign_id, stop or threading.Event())


def recover():
    """Recover what dead workers left."""
    db.session.rollback()
    return recovering.recover(db.engine, sending.journals())


def totals(campaign_id):
    """The sums as they stand now, which must hold at every moment."""
    found = accounting.totals(campaign(campaign_id))
    db.session.rollback()
    assert found.adds_up, found
    return found


def delivery(email):
    """The ledger's entry of one recipient."""
    db.session.rollback()
    found = db.session.scalars(select(Delivery).where(Delivery.email == email)).one()
    db.session.refresh(found)
    db.session.expunge(found)
    db.session.rollback()
    return found
