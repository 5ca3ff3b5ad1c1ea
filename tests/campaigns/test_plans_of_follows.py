"""However many readers and letters there are, choosing whose stories are whose reads no table whole."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select, text

from tests.asking import plans, questions
from tests.campaigns.digesting import make_digest, run, story
from tests.makers import make_account, make_section
from webapp.campaigns.models import Delivery
from webapp.campaigns.stories import bringing, following
from webapp.extensions import db
from webapp.reading.following import follow

WHOLE = {
    "sqlite": r"SCAN (?!anon|CONSTANT)\w+",
    "postgresql": r"Seq Scan on (deliveries|delivery_stories|follows|accounts|articles|campaigns)",
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


def test_the_questions_are_few_and_read_no_table_whole(asked):
    list_id = make_digest(40, is_followed=True)
    nation = make_section("nation", "Nation")
    for n in range(1, 31):
        follow(make_account(f"reader{n}@example.org").id, "section", nation.id)
    story("Of the nation", 2, nation)
    number = run(list_id).id
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SET enable_seqscan = off"))
        db.session.commit()
    counts = []
    for most in (3, 40):
        asked.clear()
        choose(number, most)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 7
    db.session.scalars(bringing.sent_to(1)).all()
    whole = WHOLE[db.session.get_bind().dialect.name]
    for statement, plan in plans(asked):
        assert not re.search(whole, plan), f"{statement}\n{plan}"
