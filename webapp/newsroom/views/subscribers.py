"""The subscribers of a list: look, add with evidence, end."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...extensions import db
from ...subscriptions import consenting, leaving
from ...subscriptions.models import Consent, Ended, MailingList, Subscription
from ..auditing import record
from ..blueprint import bp
from ..forms.lists import AddSubscriberForm, EndForm
from ..listkeeping import add_typed
from ..membership import STATES, count_members, members, state_of, suppressed_among
from .asking import asked_page, asked_words


@bp.get("/lists/<int:list_id>/")
@staff(Role.LISTS)
def list_(list_id: int) -> ResponseReturnValue:
    """A list: its figures and its subscribers."""
    mailing_list = db.get_or_404(MailingList, list_id)
    words, state = asked_words(), request.args.get("state", "")
    page = asked_page(members(mailing_list, state, words))
    suppressed = suppressed_among(list(page.items))
    return render_template(
        "newsroom/lists/show.html",
        mailing_list=mailing_list,
        membership=count_members(mailing_list),
        page=page,
        rows=[(one, state_of(one, suppressed)) for one in page.items],
        words=words,
        state=state,
        states=STATES,
    )


@bp.route("/lists/<int:list_id>/add/", methods=["GET", "POST"])
@staff(Role.LISTS)
def add_subscriber(list_id: int) -> ResponseReturnValue:
    """Add someone who agreed outside the site."""
    mailing_list, form = db.get_or_404(MailingList, list_id), AddSubscriberForm()
    account = signed_in_account()
    if not form.validate_on_submit() or not add_typed(form, mailing_list, account):
        return render_template("newsroom/lists/add.html", form=form, mailing_list=mailing_list)
    record(account, "added subscriber", form.address, web.visit(), mailing_list.name)
    db.session.commit()
    flash(f"{form.address} is on the list.", "done")
    return redirect(url_for(".list_", list_id=list_id))


@bp.get("/subscriptions/<int:subscription_id>/")
@staff(Role.LISTS)
def subscription(subscription_id: int) -> ResponseReturnValue:
    """One subscription: its proof, and a way to end it."""
    return subscription_page(db.get_or_404(Subscription, subscription_id), EndForm())


@bp.post("/subscriptions/<int:subscription_id>/end/")
@staff(Role.LISTS)
def end_subscription(subscription_id: int) -> ResponseReturnValue:
    """End a subscription, with a reason."""
    found, form = db.get_or_404(Subscription, subscription_id), EndForm()
    if not form.validate_on_submit():
        return subscription_page(found, form)
    account = signed_in_account()
    proof = consenting.Proof(f"staff {account.email}", evidence=form.reason.data or "")
    leaving.end([found], Ended.STAFF, proof)
    record(account, "ended subscription", found.subscriber.email, web.visit(), proof.evidence)
    db.session.commit()
    flash(f"Ended. {found.subscriber.email} gets nothing more of this list.", "done")
    return redirect(url_for(".list_", list_id=found.list_id))


def subscription_page(found: Subscription, form: EndForm) -> str:
    """The page of one subscription."""
    about = (Consent.subscriber_id == found.subscriber_id, Consent.list_id == found.list_id)
    entries = db.session.scalars(select(Consent).where(*about).order_by(Consent.id)).all()
    shown = {"subscription": found, "entries": entries, "form": form}
    return render_template("newsroom/lists/subscription.html", **shown)
