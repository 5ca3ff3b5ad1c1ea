"""Where a mailed link ends that does nothing more."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from ...extensions import db
from ...logs import tell_refused
from ...outcomes import LinkExpired, LinkInvalid
from ..blueprint import bp
from ..linking import DoneAlready


@bp.errorhandler(LinkExpired)
@bp.errorhandler(LinkInvalid)
def link_ended(problem: LinkExpired | LinkInvalid) -> ResponseReturnValue:
    """Say why, and offer a new link."""
    db.session.rollback()
    tell_refused(problem)
    return render_template("accounts/link_ended.html", problem=problem), problem.status


@bp.errorhandler(DoneAlready)
def done_already(done: DoneAlready) -> ResponseReturnValue:
    """Say kindly that the link did its work before."""
    db.session.rollback()
    return render_template("accounts/done_already.html", done=done)
