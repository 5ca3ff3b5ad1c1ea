"""The subscribers of a list: look, add with evidence, end."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
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
from ..dating import end_of, start_of
from ..drawing import draw_growth
from ..figuring import count_members
from ..forms.lists import AddSubscriberForm, EndForm
from ..growing import growth
from ..listkeeping import add_typed, open_list
from ..membership import (
    SOURCES,
    STATES,
    Wanted,
    last_letters,
    members,
    state_of,
    suppressed_among,
)
from .asking import (
    Filters,
    asked_choice,
    asked_day,
    asked_filters,
    asked_page,
    asked_words,
    form_status,
)


@bp.get("/lists/<int:list_id>/")
@staff(Role.LISTS)
def list_(list_id: int) -> ResponseReturnValue:
    """A list: its figures, how it grew, and its subscribers."""
    mailing_list = db.get_or_404(MailingList, list_id)
    wanted, filters = asked_subscribers()
    membership = count_members(mailing_list)
    page = asked_page(members(mailing_list, wanted), membership.found(wanted))
    suppressed = suppressed_among(page.items)
    return render_template(
        "newsroom/lists/show.html",
        mailing_list=mailing_list,
        membership=membership,
        growth=draw_growth(growth(mailing_list)),
        page=page,
        rows=[(one, state_of(one, suppressed)) for one in page.items],
        letters=last_letters(page.items, list_id),
        filters=filters,
        choices={"states": STATES, "sources": SOURCES},
    )


def asked_subscribers() -> tuple[Wanted, Filters]:
    """Which subscribers the address asks for."""
    words, state = asked_words(), asked_choice("state", STATES)
    source = asked_choice("source", SOURCES)
    since, until = asked_day("since"), asked_day("until")
    wanted = Wanted(
        words, state, source, start_of(since) if since else None, end_of(until) if until else None
    )
    filters = asked_filters(
        q=words and f"Address contains “{words}”",
        state=STATES.get(state, ""),
        source=SOURCES.get(source, ""),
        since=f"Asked from {since:%-d %B %Y}" if since else "",
        until=f"Asked until {until:%-d %B %Y}" if until else "",
    )
    return wanted, filters


@bp.route("/lists/<int:list_id>/add/", methods=["GET", "POST"])
@staff(Role.LISTS)
def add_subscriber(list_id: int) -> ResponseReturnValue:
    """Add someone who agreed outside the site."""
    mailing_list, form = open_list(list_id), AddSubscriberForm()
    account = signed_in_account()
    if not form.validate_on_submit() or not add_typed(form, mailing_list, account):
        page = render_template("newsroom/lists/add.html", form=form, mailing_list=mailing_list)
        return page, form_status(form)
    record(account, "added subscriber", form.address, web.visit(), mailing_list.name)
    db.session.commit()
    flash(f"Done. {form.address} is on the list.", "done")
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
    found = db.get_or_404(Subscription, subscription_id, with_for_update=True)
    form = EndForm()
    if found.ended_at is not None:
        flash(f"This subscription had ended before: {found.ended_reason}.", "next")
        return redirect(url_for(".subscription", subscription_id=subscription_id))
    if not form.validate_on_submit():
        return subscription_page(found, form), 422
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
