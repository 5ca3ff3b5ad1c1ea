"""Limits of sending: see how they stand, set them, lift them."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...extensions import db
from ...mail.limits import telling
from ...mail.limits.models import Kind, SendingLimit
from ..blueprint import bp
from ..throttling import form_for, is_saved, lift, without_limit
from .asking import form_status

ADDING = {
    Kind.ALL: "Limit all letters",
    Kind.SERVER: "Limit or warm up a server",
    Kind.DOMAIN: "Limit a domain",
}


@bp.get("/sending/")
@staff(Role.OWNER)
def limits() -> ResponseReturnValue:
    """Every limit, and how many letters count against it now."""
    shown = {"standings": telling.standings(), "servers": without_limit()}
    return render_template("newsroom/sending/limits.html", **shown)


@bp.route("/sending/new/<any(all, server, domain):kind>/", methods=["GET", "POST"])
@staff(Role.OWNER)
def new_limit(kind: str) -> ResponseReturnValue:
    """Set a limit; of what has one already, change it."""
    return limit_page(Kind(kind))


@bp.route("/sending/<int:limit_id>/", methods=["GET", "POST"])
@staff(Role.OWNER)
def limit(limit_id: int) -> ResponseReturnValue:
    """Change a limit."""
    found = db.get_or_404(SendingLimit, limit_id)
    return limit_page(Kind(found.kind), found)


@bp.post("/sending/<int:limit_id>/lift/")
@staff(Role.OWNER)
def lift_limit(limit_id: int) -> ResponseReturnValue:
    """Let letters go without it."""
    found = db.get_or_404(SendingLimit, limit_id)
    title = telling.title(found)
    lift(found, signed_in_account(), web.visit())
    db.session.commit()
    flash(f"Lifted. {title}: no limit any more.", "done")
    return redirect(url_for(".limits"))


def limit_page(kind: Kind, found: SendingLimit | None = None) -> ResponseReturnValue:
    """The form of a limit; once it is saved, back to them all."""
    form = form_for(kind, found)
    if not is_saved(form, kind, found, signed_in_account(), web.visit()):
        title = telling.title(found) if found else ADDING[kind]
        shown = {"form": form, "kind": kind, "limit": found, "title": title}
        return render_template("newsroom/sending/limit.html", **shown), form_status(form)
    db.session.commit()
    flash("Saved. The limit holds from the next batch on.", "done")
    return redirect(url_for(".limits"))
