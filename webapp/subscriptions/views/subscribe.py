"""Asking for letters: the page, and the forms under stories that send to it."""

from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from ... import marks, web
from ...accounts.guards import current_account
from ...extensions import db, limiter
from ...logs import tell_refused
from .. import inviting, links, subscribing
from ..blueprint import bp
from ..consenting import Proof
from ..forms import SubscribeForm
from ..wording import PAGE, Wording, asked_on
from .answers import private_page

FROM_ONE_SITE = "600 per hour"  # a busy partner, not a page that sends its visitors' posts


@bp.route("/subscribe/", methods=["GET", "POST"])
@marks.from_cached_page
@marks.open_to_other_sites
@limiter.limit(
    lambda: FROM_ONE_SITE,
    methods=["POST"],
    key_func=web.other_site,
    exempt_when=lambda: not web.other_site(),
)
@limiter.limit("30 per minute", methods=["POST"])
def subscribe() -> ResponseReturnValue:
    """Choose letters and give an address; everyone gets the same answer."""
    linked = {"lists": request.args.getlist("lists")}  # a link may tick a list
    form = SubscribeForm(inviting.offered(request.form.get("invitation", "")), data=linked)
    own = _own_address()
    shown = {"form": form, "wording": PAGE, "own": own}
    if web.is_reading():
        return render_template("subscriptions/subscribe.html", **shown)
    if not form.validate():
        return private_page("subscriptions/subscribe.html", 422, **shown)
    return _join_signed_in(form) if form.address == own else _ask(form)


def _own_address() -> str:
    """The address of who is signed in and has confirmed it; else, and for other sites, empty."""
    account = current_account()
    is_sure = account is not None and (web.is_reading() or web.came_from_this_site())
    return account.email if account and is_sure and account.confirmed_at else ""


def _join_signed_in(form: SubscribeForm) -> Response:
    proof = Proof(f"{form.source}, signed in", _wording(form), web.visit())
    joined = subscribing.join_signed_in(form.address, form.chosen, proof)
    link = links.preferences_url(joined.subscriber)
    answer = private_page("subscriptions/confirmed.html", confirmation=joined, link=link)
    db.session.commit()
    return answer


def _ask(form: SubscribeForm) -> Response:
    if form.suggested:
        return private_page("subscriptions/suggested.html", form=form, wording=_wording(form))
    if form.was_filled_by_a_machine:
        tell_refused("FilledByAMachine")
    else:
        proof = Proof(form.source, _wording(form), web.visit())
        subscribing.ask(form.address, form.chosen, proof)
    answer = _check_your_mail(form)
    db.session.commit()
    return answer


def _wording(form: SubscribeForm) -> Wording:
    return asked_on(form.shown_as, form.chosen)


def _check_your_mail(form: SubscribeForm) -> Response:
    """The one answer; made before the commit, after which every list would be read again."""
    return private_page(
        "subscriptions/asked.html",
        email=form.address,
        lists=form.chosen,
        days=links.CONFIRM_WORKS.days,
    )
