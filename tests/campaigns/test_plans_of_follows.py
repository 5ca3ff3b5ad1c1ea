"""However many readers and letters there are, choosing whose stories are whose reads no table whole."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select, text

from tests.asking import plans, questions
from tests.campaigns.digesting import make_digest, run, story
from tests.makers import make_account, make_author, make_section
from webapp.campaigns.models import Delivery
from webapp.campaigns.stories import bringing, following
from webapp.campaigns.stories.awaiting import is_awaited
from webapp.extensions import db
from webapp.reading import tagging
from webapp.reading.following import follow
from webapp.reading.models import Topic
from webapp.subscriptions.models import Subscription

WHOLE = {
    "sqlite": r"SCAN (?!anon|CONSTANT)\w+",
    "postgresql": r"Seq Scan on (deliveries|delivery_stories|letter_stories|follows|"
    r"accounts|articles|campaigns|subscribers|subscriptions)",
}


@pytest.fixture
def asked(context):
    """Every question from here on."""
    with questions() as asked:
        yield asked


def choose(number, most):
    """Choose for so many deliveries of a letter."""
    rows = db.session.scalars(
        select(Delivery).where(Delivery.campaign_id == number).order_by(Delivery.id).limit(most)
    ).all()
    following.choose(db.session.connection(), number, rows, 10)
    db.session.rollback()


def leave_indexes_only():
    """Have PostgreSQL, which reads small tables whole, show whether it need not."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SET enable_seqscan = off"))
        db.session.commit()


def look_at(asked):
    """No question reads a table whole."""
    whole = WHOLE[db.session.get_bind().dialect.name]
    for statement, plan in plans(asked):
        assert not re.search(whole, plan), f"{statement}\n{plan}"


def test_the_questions_are_few_and_read_no_table_whole(asked):
    list_id = make_digest(40, is_followed=True)
    nation = make_section("nation", "Nation")
    for n in range(1, 31):
        follow(make_account(f"reader{n}@example.org").id, "section", nation.id)
    story("Of the nation", 2, nation)
    number = run(list_id).id
    leave_indexes_only()
    counts = []
    for most in (3, 40):
        asked.clear()
        choose(number, most)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 7
    db.session.scalars(bringing.sent_to(1)).all()
    look_at(asked)


@pytest.mark.parametrize("hour", [7, 18])
def test_whether_a_letter_is_awaited_is_read_off_indexes(asked, hour):
    list_id = make_digest(40, is_followed=True)
    section, author = make_section("nation", "Nation"), make_author()
    for one in db.session.scalars(select(Subscription).limit(20)):
        one.hour = 18
    new = story("Of the nation", 2, section)
    new.author = author
    tagging.tag(new, ["Rivers"])
    topic = db.session.scalars(select(Topic)).one()
    things = (("section", section), ("topic", topic), ("author", author))
    for n in range(1, 31):
        kind, followed = things[n % 3]
        follow(make_account(f"reader{n}@example.org").id, kind, followed.id)
    letter = run(list_id, hour=hour)
    leave_indexes_only()
    asked.clear()
    assert is_awaited(letter)
    assert 0 < len(asked) <= 8
    look_at(asked)
