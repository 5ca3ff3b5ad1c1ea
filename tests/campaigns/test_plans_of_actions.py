"""However many people a change of many is about, a step of it looks at those of the step alone."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from tests.asking import leave, plans, statements
from tests.campaigns.many import make_readers, previewed, work
from webapp.campaigns.actions import running, turning
from webapp.extensions import db

KINDS = {
    "end": {"list_id": 1},
    "suppress": {},
    "set": {"attribute": "city", "value": "Astana"},
    "remove": {"attribute": "city"},
}
TABLES = "subscribers|subscriptions|suppressions|consents|action_entries"
# What the databases say of a table that is read whole; SQLite also of all people of an action.
WHOLE = {
    "sqlite": rf"SCAN ({TABLES})\b|SEARCH action_entries [^(]*\(action_id=\?\)",
    "postgresql": rf"Seq Scan on ({TABLES})\b",
}


@pytest.fixture
def asked(context, monkeypatch):
    """A list with a few hundred people, steps of ten of them, and every statement from then on."""
    make_readers(300, attributes={"city": "Almaty"})
    monkeypatch.setattr(running, "STEP", 10)
    if db.session.get_bind().dialect.name == "postgresql":
        # Tables as small as these are quicker read whole; what counts is whether they must be.
        db.session.execute(text("SET enable_seqscan = off"))
        db.session.commit()
    with statements("SELECT", "UPDATE", "INSERT", "DELETE") as asked:
        yield asked
    leave()


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_reads_no_table_whole(asked, kind):
    one = previewed(kind, {"list_id": 1}, **KINDS[kind])
    asked.clear()
    turning.apply(one)
    work(one, steps=2)
    assert one.done == {"changes": 20}
    turning.undo(one, "owner@example.com", "it was the wrong city")
    work(one, steps=1)
    assert one.undone == {"back": 10}
    whole = WHOLE[db.session.get_bind().dialect.name]
    for statement, plan in plans(asked):
        assert not re.search(whole, plan), f"{statement}\n{plan}"
    assert len(asked) > 10
