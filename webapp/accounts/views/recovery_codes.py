"""Recovery codes: how many are left, and new ones, shown once."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import db, limiter
from ..blueprint import bp
from ..factors import rescuing
from ..guards import proven_lately, signed_in_account


@bp.route("/recovery-codes/", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
@proven_lately
def recovery_codes() -> ResponseReturnValue:
    """Say how many codes are left; pressed, make ten new ones."""
    if not web.is_reading():
        return show_codes()
    left = rescuing.left(signed_in_account())
    return render_template("accounts/recovery_codes.html", left=left, way_on=web.safe_next(""))


def show_codes() -> ResponseReturnValue:
    """Make ten new codes and show them, this once: they are in no table and no address."""
    account = signed_in_account()
    db.session.rollback()  # hashing takes 200 ms: no lock is held meanwhile
    drawn = rescuing.draw()
    rescuing.keep(account, [*drawn.values()], web.visit())
    db.session.commit()
    way_on = web.safe_next("")
    return render_template("accounts/new_recovery_codes.html", codes=[*drawn], way_on=way_on)
