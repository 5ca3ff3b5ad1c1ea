"""What readers sent to the desk."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import clock, web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...extensions import db
from ...reading.models import Submission
from ..auditing import record
from ..blueprint import bp
from ..overview import settled_submissions, unsettled_submissions
from .asking import asked_page


@bp.get("/submissions/")
@staff(Role.EDITOR)
def submissions() -> ResponseReturnValue:
    """Texts that wait for an answer, and those that had one."""
    waiting = db.session.scalars(unsettled_submissions()).all()
    page = asked_page(settled_submissions())
    return render_template("newsroom/submissions/index.html", unsettled=waiting, page=page)


@bp.get("/submissions/<int:submission_id>/")
@staff(Role.EDITOR)
def submission(submission_id: int) -> ResponseReturnValue:
    """One text."""
    found = db.get_or_404(Submission, submission_id)
    return render_template("newsroom/submissions/show.html", submission=found)


@bp.post("/submissions/<int:submission_id>/<any(taken, declined):verdict>/")
@staff(Role.EDITOR)
def settle_submission(submission_id: int, verdict: str) -> ResponseReturnValue:
    """Take or decline a text."""
    found = db.get_or_404(Submission, submission_id)
    found.settle(verdict, clock.now())
    record(signed_in_account(), f"marked submission {verdict}", found.headline, web.visit())
    db.session.commit()
    flash(f"Marked as {verdict}. Write to {found.email} to tell them.", "done")
    return redirect(url_for(".submissions"))
