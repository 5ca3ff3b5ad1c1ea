"""Addresses and domains that must not be mailed."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Account, Role
from ...extensions import db
from ...subscriptions.keeping import keeps_all
from ...subscriptions.models import SuppressedDomain, Suppression
from ..blueprint import bp
from ..forms.suppressions import LiftForm, SuppressForm
from ..stopping import let_address_go, let_domain_go, stop, stopped, stopped_domains
from .asking import asked_filters, asked_page, asked_words, form_status

# Said of a domain with more addresses than one step frees.
FREED_IN_TURN = " Its addresses are freed one after another, within minutes."


@bp.get("/suppressed/")
@staff(Role.LISTS)
def suppressions() -> ResponseReturnValue:
    """Suppressed addresses with their reasons, newest first: of lists that one manages."""
    account, words = signed_in_account(), asked_words()
    page = asked_page(stopped(account, words))
    filters = asked_filters(q=words and f"Address contains “{words}”")
    domains = stopped_domains() if keeps_all(account) else None
    shown = {"page": page, "filters": filters, "domains": domains, "is_owner": is_owner(account)}
    return render_template("newsroom/lists/suppressed.html", **shown)


@bp.route("/suppressed/add/", methods=["GET", "POST"])
@staff(Role.LISTS)
def suppress() -> ResponseReturnValue:
    """Write to an address or a domain no more; who manages only some lists may not decide it."""
    account, form = signed_in_account(), SuppressForm()
    if not keeps_all(account):
        abort(403)
    if not form.validate_on_submit():
        return render_template("newsroom/lists/suppress.html", form=form), form_status(form)
    stop(form, account, web.visit())
    db.session.commit()
    flash(f"Done. Nothing is written to {form.place.data} any more.", "done")
    return redirect(url_for(".suppressions"))


@bp.route("/suppressed/<int:suppression_id>/lift/", methods=["GET", "POST"])
@staff(Role.OWNER)
def lift_suppression(suppression_id: int) -> ResponseReturnValue:
    """Let an address be written to again, for a written reason."""
    found, form = db.get_or_404(Suppression, suppression_id), LiftForm()
    place = found.email
    if not form.validate_on_submit():
        return lift_page(place, form), form_status(form)
    let_address_go(found, form, signed_in_account(), web.visit())
    return lifted(place)


@bp.route("/suppressed/domains/<int:domain_id>/lift/", methods=["GET", "POST"])
@staff(Role.OWNER)
def lift_domain(domain_id: int) -> ResponseReturnValue:
    """Let a domain be written to again, for a written reason."""
    found, form = db.get_or_404(SuppressedDomain, domain_id), LiftForm()
    place = found.domain
    if not form.validate_on_submit():
        return lift_page(place, form), form_status(form)
    is_over = let_domain_go(found, form, signed_in_account(), web.visit())
    return lifted(place, "" if is_over else FREED_IN_TURN)


def is_owner(account: Account) -> bool:
    """Whether an account may lift a suppression."""
    return account.role == Role.OWNER


def lift_page(place: str, form: LiftForm) -> str:
    """The question, and the field for the reason."""
    return render_template("newsroom/lists/lift.html", place=place, form=form)


def lifted(place: str, more: str = "") -> ResponseReturnValue:
    """Commit, and go back to the table."""
    db.session.commit()
    flash(f"Lifted. {place} may be written to again; nobody joins a list by it.{more}", "done")
    return redirect(url_for(".suppressions"))
