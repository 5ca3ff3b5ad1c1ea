"""Submitting a text to the desk."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...extensions import db, limiter
from ...logs import tell_refused
from ...web import visit
from ..blueprint import bp
from ..forms import SubmissionForm
from ..submitting import submit as give_to_desk

TRAP = "website"  # filled by machines only


@bp.route("/submit/", methods=["GET", "POST"])
@limiter.limit("5 per minute; 30 per hour", methods=["POST"])
def submit() -> ResponseReturnValue:
    """The form for a reader's own text."""
    form = SubmissionForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("reading/submit.html", form=form), status
    if request.form.get(TRAP):
        tell_refused("FilledByAMachine")
    else:
        give_to_desk(form.offer, visit())
        db.session.commit()
    return redirect(url_for("reading.submitted"))


@bp.get("/submit/thanks/")
def submitted() -> str:
    """What happens next with the text."""
    return render_template("reading/submitted.html")
