"""Today: what a person on the staff should act on first."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from ...accounts.guards import signed_in_account, staff
from ...extensions import db
from ...reading.models import ArticleState
from ..auditing import newest_entries
from ..blueprint import bp
from ..overview import latest_campaigns, stories_for, unsettled_submissions

SHOWN = 6


@bp.get("/")
@staff()
def today() -> ResponseReturnValue:
    """Drafts, submissions, running campaigns and the latest acts."""
    drafts = stories_for(signed_in_account(), ArticleState.DRAFT)
    return render_template(
        "newsroom/today.html",
        drafts=db.session.scalars(drafts.limit(SHOWN)).all(),
        submissions=db.session.scalars(unsettled_submissions().limit(SHOWN)).all(),
        campaigns=db.session.scalars(latest_campaigns().limit(SHOWN)).all(),
        entries=db.session.scalars(newest_entries().limit(SHOWN)).all(),
    )
