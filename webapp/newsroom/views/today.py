"""Today: what a person on the staff should act on first."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from ...accounts.guards import staff
from ...extensions import db
from ..auditing import newest_entries
from ..blueprint import bp
from ..overview import latest_campaigns, open_drafts, unsettled_submissions

SHOWN = 6


@bp.get("/")
@staff()
def today() -> ResponseReturnValue:
    """Drafts, submissions, running campaigns and the latest acts."""
    return render_template(
        "newsroom/today.html",
        drafts=db.session.scalars(open_drafts().limit(SHOWN)).all(),
        submissions=db.session.scalars(unsettled_submissions().limit(SHOWN)).all(),
        campaigns=db.session.scalars(latest_campaigns().limit(SHOWN)).all(),
        entries=db.session.scalars(newest_entries().limit(SHOWN)).all(),
    )
