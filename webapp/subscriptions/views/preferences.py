"""A person's own page, reached by link, and the form that mails the link."""

from __future__ import annotations

from flask import flash
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import db, limiter
from .. import leaving, preferring
from ..blueprint import bp
from ..consenting import Proof
from ..forms import LinkForm, PreferencesForm
from ..preferring import Preferences
from ..wording import PREFERENCES
from .answers import private_page, see


@bp.route("/preferences/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def send_link() -> ResponseReturnValue:
    """Mail the link to one's page; everyone gets the same answer."""
    form = LinkForm()
    if form.validate_on_submit():
        preferring.send_link(form.address)
        db.session.commit()
        return private_page("subscriptions/link_sent.html", email=form.address)
    return private_page("subscriptions/send_link.html", 422 if form.errors else 200, form=form)


@bp.route("/preferences/<token>/", methods=["GET", "POST"])
def preferences(token: str) -> ResponseReturnValue:
    """Show what a person gets, and save what they choose."""
    found = preferring.look_up(token)
    form = PreferencesForm(found)
    if form.validate_on_submit():
        proof = Proof("preferences", PREFERENCES, web.visit())
        _change(found, form, proof)
        db.session.commit()
        return see("subscriptions.preferences", token=token)
    status = 422 if form.errors else 200
    return private_page(
        "subscriptions/preferences.html", status, form=form, found=found, wording=PREFERENCES
    )


def _change(found: Preferences, form: PreferencesForm, proof: Proof) -> None:
    if form.everything.data:
        leaving.leave_everything(found.subscriber.id, proof)
        flash("Done. You have left every letter; nothing more comes to this address.", "done")
        return
    changes = preferring.choose(found, set(form.lists.data or []), proof)
    came = "".join(f" {one.name} comes from the next issue on." for one in changes.joined)
    went = "".join(f" {one.name} has ended." for one in changes.left)
    flash("Saved." + (came + went or " Nothing has changed."), "done")
