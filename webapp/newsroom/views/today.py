"""Today: what a person on the staff should act on first."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from ...accounts.guards import signed_in_account, staff
from ...extensions import db
from ...reading.models import ArticleState
from ..auditing import newest_entries
from ..blueprint import bp
from ..lettering import campaigns_of
from ..overview import stories_for, unsettled_submissions

SHOWN = 6


@bp.get("/")
@staff()
def today() -> ResponseReturnValue:
    """Drafts, submissions, running campaigns and the latest acts."""
    account = signed_in_account()
    drafts = stories_for(account, ArticleState.DRAFT)
    return render_template(
        "newsroom/today.html",
        drafts=db.session.scalars(drafts.limit(SHOWN)).all(),
        submissions=db.session.scalars(unsettled_submissions().limit(SHOWN)).all(),
        campaigns=db.session.scalars(campaigns_of(account).limit(SHOWN)).all(),
        entries=db.session.scalars(newest_entries().limit(SHOWN)).all(),
    )
