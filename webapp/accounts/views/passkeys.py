"""The passkeys of an account: adding, naming and removing them."""

from __future__ import annotations

from flask import (
    Response,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import db, limiter
from ...logs import tell_refused
from ...outcomes import Outcome
from ..blueprint import bp
from ..factors import adding_passkeys, challenging, rescuing
from ..forms import PasskeyForm
from ..guards import proven_lately, signed_in, signed_in_account
from ..models import Factor
from .entering import renew_browser

CHALLENGES = "challenges"  # what this browser was asked to sign, as hashes in its own cookie
ADD = "add"


def new_challenge(goal: str) -> bytes:
    """A challenge this browser may answer once, for ``goal`` only."""
    fresh, session[CHALLENGES] = challenging.challenge(session.get(CHALLENGES, ()), goal)
    return fresh


def answered_challenge(goal: str) -> bytes:
    """The challenge that the request’s JSON answers. Raises as challenging.answered does."""
    return challenging.answered(credential(), session.get(CHALLENGES, ()), goal)


def credential() -> object:
    """What the browser’s script sent as the passkey’s answer."""
    said = request.get_json(silent=True)
    return said.get("credential") if isinstance(said, dict) else None


def as_json(options: str) -> Response:
    """Options for the browser, which the library wrote as JSON."""
    return current_app.response_class(options, mimetype="application/json")


def refused(problem: Outcome) -> ResponseReturnValue:
    """The sentence for a script; what was noted meanwhile, and the used-up challenge, stay."""
    tell_refused(problem, factor=Factor.PASSKEY)
    db.session.commit()
    return jsonify(problem=problem.sentence), problem.status


@bp.get("/passkeys/new/")
@proven_lately
def new_passkey() -> ResponseReturnValue:
    """Say what a passkey is, with the button that makes one."""
    return render_template("accounts/new_passkey.html", way_on=web.safe_next(""))


@bp.post("/passkeys/options/")
@limiter.limit("30 per minute")
@proven_lately
def passkey_options() -> ResponseReturnValue:
    """What the browser needs to make a passkey."""
    paper = current_app.config["NAME"]
    options = adding_passkeys.options(signed_in_account(), new_challenge(ADD), paper)
    db.session.commit()
    return as_json(options)


@bp.post("/passkeys/")
@limiter.limit("30 per minute")
@proven_lately
def add_passkey() -> ResponseReturnValue:
    """Add the passkey the browser made."""
    account = signed_in_account()
    try:
        added = adding_passkeys.add(account, credential(), answered_challenge(ADD), web.visit())
    except Outcome as problem:
        return refused(problem)
    renew_browser(account, Factor.PASSKEY)  # or this browser would be asked for it at once
    db.session.commit()
    flash(f"Your passkey is ready. It is called “{added.name}”; give it a name you like.", "done")
    way_on = web.safe_next("") or None
    return jsonify(next=url_for("accounts.passkey", passkey_id=added.id, next=way_on))


@bp.route("/passkeys/<int:passkey_id>/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@signed_in
def passkey(passkey_id: int) -> ResponseReturnValue:
    """Give a passkey another name."""
    account = signed_in_account()
    mine = adding_passkeys.of_account(account, passkey_id)
    form, way_on = PasskeyForm(obj=mine), web.safe_next("")
    if form.validate_on_submit():
        mine.name = " ".join(form.name.data.split())
        db.session.commit()
        flash("The name of your passkey is saved.", "done")
        return redirect(way_on or url_for("accounts.account", _anchor="passkeys"))
    given = {"form": form, "passkey": mine, "way_on": way_on, "codes": rescuing.left(account)}
    return render_template("accounts/passkey.html", **given), 422 if form.errors else 200


@bp.post("/passkeys/<int:passkey_id>/remove/")
@limiter.limit("30 per minute")
@proven_lately
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    """Take a passkey away."""
    removed = adding_passkeys.remove(signed_in_account(), passkey_id, web.visit())
    db.session.commit()
    flash(
        f"The passkey “{removed.name}” is removed. Every other browser is signed out. "
        "Delete the passkey on your device as well.",
        "done",
    )
    return redirect(url_for("accounts.account", _anchor="passkeys"))
