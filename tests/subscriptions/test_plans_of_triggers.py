"""What PostgreSQL does after each INSERT and DELETE of subscriptions looks people up by their index.

Of a table that nobody counted yet it believes that any index holds a few rows. An import, or a
launch right after one, would read all of a list for each of its people.
"""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from tests.makers import make_list, make_subscription
from webapp.extensions import db

OTHERS = re.compile(r"Seq Scan on subscriptions|ix_subscriptions_(?!person)|uq_subscriptions_open")


@pytest.mark.parametrize(
    ("function", "rows"),
    [("subscriptions_added", "new_rows"), ("subscriptions_removed", "old_rows")],
)
def test_a_trigger_finds_the_other_subscriptions_of_a_person_by_their_index(
    context, function, rows
):
    if db.session.get_bind().dialect.name == "sqlite":
        pytest.skip("its triggers run row by row")
    week = make_list()
    for _ in range(3):
        make_subscription(week)
    db.session.commit()
    source = db.session.scalar(
        text("SELECT prosrc FROM pg_proc WHERE oid = CAST(:name AS regproc)"), {"name": function}
    )
    (statement,) = re.findall(r"UPDATE subscriptions SET is_newest[^;]+", source)
    # As it is where nobody counted: without what an earlier test may have left in the statistics.
    db.session.execute(text("SET LOCAL enable_seqscan = off"))
    db.session.execute(text(f"CREATE TEMP TABLE {rows} ON COMMIT DROP AS TABLE subscriptions"))
    plan = "\n".join(db.session.scalars(text(f"EXPLAIN {statement}")))
    assert "ix_subscriptions_person" in plan
    assert not OTHERS.search(plan), plan
    db.session.rollback()


def test_a_trigger_frees_whoever_is_lifted_by_key(context):
    if db.session.get_bind().dialect.name == "sqlite":
        pytest.skip("it has a function only on PostgreSQL")
    source = db.session.scalar(
        text("SELECT prosrc FROM pg_proc WHERE oid = CAST('suppressions_removed' AS regproc)")
    )
    (statement,) = re.findall(r"DELETE FROM subscriber_facets[^;]+", source)
    db.session.execute(text("SET LOCAL enable_seqscan = off"))
    lifted = statement.replace("OLD.email", "'a@example.org'")
    plan = "\n".join(db.session.scalars(text(f"EXPLAIN {lifted}")))
    assert re.search(r"Index Cond: .*\(subscriber_id = \$0\)", plan), plan
    db.session.rollback()
