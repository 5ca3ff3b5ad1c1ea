"""Where a mailed link ends that does nothing any more."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from ...extensions import db
from ...outcomes import LinkExpired, LinkInvalid
from ..blueprint import bp


@bp.errorhandler(LinkExpired)
@bp.errorhandler(LinkInvalid)
def link_ended(problem: LinkExpired | LinkInvalid) -> ResponseReturnValue:
    """Say why, and offer a new link."""
    db.session.rollback()
    return render_template("accounts/link_ended.html", problem=problem), problem.status
