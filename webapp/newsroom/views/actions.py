"""Changes to many subscribers at once: shown first, done, paused, taken back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...campaigns.segments.conditions import sentence
from ...extensions import db
from .. import acting
from ..blueprint import bp
from ..filtering import allowed, arguments, names_for
from ..forms.actions import UndoManyForm
from .asking import asked_conditions, asked_page, form_status

SAYS = {
    "apply": "Changing them. You can leave this page.",
    "pause": "Paused. What is done stays; go on whenever you like.",
}
# The part of the screen that is fetched anew while a worker is at it.
LIVE = "newsroom/actions/live.html"


@bp.get("/actions/")
@staff(Role.LISTS)
def actions() -> ResponseReturnValue:
    """Every change of many, newest first."""
    page = asked_page(acting.actions_of(signed_in_account()))
    return render_template("newsroom/actions/index.html", page=page, offered=acting.OFFERED)


@bp.route("/actions/new/<any(end, suppress, set, remove):kind>/", methods=["GET", "POST"])
@staff(Role.LISTS)
def new_action(kind: str) -> ResponseReturnValue:
    """Say what is to be changed for all whom the address finds; nothing is changed yet."""
    account = signed_in_account()
    names = names_for(account)
    conditions = allowed(account, asked_conditions(), names)
    form = acting.form_for(account, kind, conditions, names)
    if not form.validate_on_submit():
        kept = arguments(conditions)
        shown = {"kind": kind, "kept": kept, "offered": acting.offered_to(account)}
        words = sentence(conditions, names.lists, names.letters)
        page = render_template("newsroom/actions/new.html", form=form, sentence=words, **shown)
        return page, form_status(form)
    one = acting.make(kind, form, conditions, account, web.visit())
    db.session.commit()
    return redirect(url_for(".action", action_id=one.id))


@bp.get("/actions/<int:action_id>/")
@staff(Role.LISTS)
def action(action_id: int) -> ResponseReturnValue:
    """Where a change stands: what it would do, does or did."""
    account = signed_in_account()
    one = acting.action_of(account, action_id)
    if request.args.get("part") == "live":
        # Once the worker is through, the whole page has changed, not this part alone.
        return render_template(LIVE, one=one), {} if one.is_worked_on else {"HX-Refresh": "true"}
    return render_template(
        "newsroom/actions/show.html",
        one=one,
        sentence=acting.told(one, names_for(account)),
        samples=acting.samples_of(one),
        may_undo=acting.may_undo(account, one),
    )


@bp.post("/actions/<int:action_id>/<any(apply, pause):act>/")
@staff(Role.LISTS)
def turn_action(action_id: int, act: str) -> ResponseReturnValue:
    """Have the worker change the people, or stop."""
    account = signed_in_account()
    acting.turn(acting.action_of(account, action_id), act, account, web.visit())
    db.session.commit()
    flash(SAYS[act], "done")
    return redirect(url_for(".action", action_id=action_id))


@bp.route("/actions/<int:action_id>/undo/", methods=["GET", "POST"])
@staff(Role.LISTS)
def undo_action(action_id: int) -> ResponseReturnValue:
    """Take a change back, for a written reason."""
    account, form = signed_in_account(), UndoManyForm()
    one = acting.action_of(account, action_id)
    if not form.validate_on_submit():
        return render_template("newsroom/actions/undo.html", one=one, form=form), form_status(form)
    acting.undo(one, form.reason.data or "", account, web.visit())
    db.session.commit()
    flash("Taking the change back. You can leave this page.", "done")
    return redirect(url_for(".action", action_id=action_id))


@bp.post("/actions/<int:action_id>/drop/")
@staff(Role.LISTS)
def drop_action(action_id: int) -> ResponseReturnValue:
    """Forget a change that was shown and not made."""
    acting.drop(acting.action_of(signed_in_account(), action_id))
    db.session.commit()
    flash("Forgotten. Nobody was changed.", "done")
    return redirect(url_for(".actions"))
