"""What stands in a reader’s copy of everything we keep, and what does not."""

from __future__ import annotations

from bs4 import BeautifulSoup
from sqlalchemy import select

from tests.accounts.copies import entries, opened
from tests.accounts.steps import READER
from tests.makers import (
    make_account,
    make_article,
    make_campaign,
    make_list,
    make_subscriber,
    make_subscription,
)
from webapp import clock
from webapp.accounts.models import Account, Role
from webapp.accounts.rights import exporting
from webapp.accounts.rights.packing import pack
from webapp.campaigns.models import Delivery
from webapp.campaigns.segments.models import Segment
from webapp.database import Base
from webapp.extensions import db
from webapp.newsroom.models import AuditEntry
from webapp.reading.models import Folder, Follow, SavedStory, Submission
from webapp.subscriptions import consenting
from webapp.subscriptions.consenting import Proof
from webapp.subscriptions.importing.models import Import
from webapp.subscriptions.models import ConsentEvent, Suppression
from webapp.subscriptions.wording import Wording

OWNERS = {"accounts", "subscribers"}


# Columns that hold somebody’s address without pointing to a row of theirs.
FILE = {"key": "k", "sha256": "0" * 64, "size": 1}
ADDRESSES = {"email", "recipient", "old_email", "new_email", "actor"}


def test_every_table_about_somebody_is_in_it_or_left_out_with_a_reason(app):
    shown = set().union(*(part.tables for part in exporting.PARTS.values()))
    missing = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name in ADDRESSES
        or any(key.column.table.name in OWNERS for key in column.foreign_keys)
        if table.name not in shown
        and not exporting.LEFT_OUT.get(table.name)
        and not exporting.LEFT_OUT.get(f"{table.name}.{column.name}")
    ]
    assert not missing
    assert shown <= set(Base.metadata.tables)


def fill(reader):
    """One row of everything, with words that are found again."""
    story, week = make_article("A saved headline"), make_list(name="A letter’s name")
    folder = Folder(account_id=reader, name="My folder")
    db.session.add(folder)
    db.session.flush()
    subscription = make_subscription(week, make_subscriber(READER, confirmed_at=clock.now()))
    campaign = make_campaign(week, "A subject", created_by_id=reader)
    by = {"subscriber_id": subscription.subscriber_id}
    db.session.add_all(
        [
            SavedStory(account_id=reader, article=story, folder=folder, note="My <b>note</b>"),
            Follow(account_id=reader, section=story.section),
            Submission(
                name="D", email=READER, headline="My text", text="x", network_address="192.0.2.9"
            ),
            Suppression(email=READER, reason="bounced", evidence="550 gone"),
            Delivery(campaign_id=campaign.id, email=READER, state="sent", reply="250 taken", **by),
            Segment(name="People in Almaty", conditions={}, created_by_id=reader),
            Import(list_id=week.id, account_id=reader, who=READER, name="roads.csv", **FILE),
            AuditEntry(account_id=reader, actor=READER, act="closed list", subject="Roads"),
        ]
    )
    agreed = Proof("form", Wording("form-1", "I agreed to this"))
    consenting.record([subscription], ConsentEvent.CONFIRMED, agreed)
    db.session.commit()


def test_what_every_package_keeps_is_in_it(context):
    account = make_account(READER, role=Role.EDITOR)
    fill(account.id)
    files = opened(pack(account))
    for name, words in {
        "saved-stories": ["A saved headline", "My folder", "My <b>note</b>"],
        "folders": ["My folder"],
        "follows": ["section"],
        "texts-you-sent": ["My text", "192.0.2.9"],
        "subscriber": [READER, "bounced"],
        "letters": ["A letter’s name"],
        "consent": ["I agreed to this"],
        "letters-sent": ["A subject", "250 taken"],
        "letters-you-made": ["A subject"],
        "segments-you-made": ["People in Almaty"],
        "files-you-took-in": ["roads.csv"],
        "newsroom": ["closed list"],
    }.items():
        for word in words:
            assert word in files[f"{name}.json"]
            page = BeautifulSoup(files[f"{name}.html"], "html5lib")
            assert word in page.get_text()
    assert "<b>note" not in files["saved-stories.html"]


def test_others_are_not_in_it(context):
    fill(make_account(READER, role=Role.EDITOR).id)
    other = make_account("someone@example.org")
    text = "".join(opened(pack(other)).values())
    for words in (READER, "A saved headline", "My folder", "I agreed", "closed list", "A subject"):
        assert words not in text


def test_what_stands_under_an_address_is_not_for_who_never_proved_it(context):
    fill(make_account("owner@example.org").id)
    squatter = db.session.scalars(select(Account)).one()
    squatter.email, squatter.confirmed_at = READER, None
    files = opened(pack(squatter))
    for name in ("texts-you-sent", "subscriber", "letters", "consent", "letters-sent", "mails"):
        assert entries(files, name) == []
