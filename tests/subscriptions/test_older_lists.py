"""Lists from before there were drafts are live after the migration, and closed ones stay closed."""

from __future__ import annotations

import flask_migrate
from sqlalchemy import select

from tests.makers import make_list
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions.models import ListKind, ListState, MailingList

BEFORE = "0043"  # the last schema without drafts


def test_lists_that_were_open_are_live(context):
    make_list("open", launched_at=None)
    make_list("closed", launched_at=None, closed_at=clock.now())
    db.session.commit()
    db.session.remove()
    flask_migrate.downgrade(revision=BEFORE)
    flask_migrate.upgrade()
    found = {one.slug: one for one in db.session.scalars(select(MailingList))}
    assert found["open"].state == ListState.LIVE
    assert found["open"].launched_at == found["open"].created_at
    assert found["closed"].state == ListState.CLOSED
    assert {one.kind for one in found.values()} == {ListKind.NEWSLETTER}
    assert not any(one.has_welcome for one in found.values())
