"""Asking for letters: the page, and the forms under stories that send to it."""

from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from ... import web
from ...extensions import db, limiter
from .. import links, subscribing
from ..blueprint import bp
from ..consenting import Proof
from ..forms import SubscribeForm
from ..models import open_lists
from ..wording import PAGE, asked_on
from .answers import private_page


@bp.route("/subscribe/", methods=["GET", "POST"])
@web.from_cached_page
@limiter.limit("30 per minute", methods=["POST"])
def subscribe() -> ResponseReturnValue:
    """Choose letters and give an address; everyone gets the same answer."""
    linked = {"lists": request.args.getlist("lists")}  # a link may tick a list
    form = SubscribeForm(list(db.session.scalars(open_lists())), data=linked)
    if request.method != "POST":
        return render_template("subscriptions/subscribe.html", form=form, wording=PAGE)
    if not form.validate():
        return private_page("subscriptions/subscribe.html", 422, form=form, wording=PAGE)
    if not form.was_filled_by_a_machine:
        wording = asked_on(form.shown_as, form.chosen)
        proof = Proof(f"form {form.shown_as}", wording, web.visit())
        subscribing.ask(form.address, form.chosen, proof)
    answer = _check_your_mail(form)
    db.session.commit()
    return answer


def _check_your_mail(form: SubscribeForm) -> Response:
    """The one answer; made before the commit, after which every list would be read again."""
    return private_page(
        "subscriptions/asked.html",
        email=form.address,
        lists=form.chosen,
        days=links.CONFIRM_WORKS.days,
    )
