"""The subscribers of a list: look, add with evidence, end."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...campaigns.segments.conditions import SOURCES, STATES
from ...extensions import db
from ...subscriptions import consenting, leaving
from ...subscriptions.models import Ended, Subscription
from ...subscriptions.spacing import WORDS
from .. import listening
from ..acting import offered_to
from ..auditing import record
from ..blueprint import bp
from ..drawing import draw_growth
from ..figuring import count_members
from ..filtering import NAMELESS, allowed, choices_for, find, names_for
from ..forms.lists import AddSubscriberForm, EndForm
from ..growing import growth
from ..listkeeping import add_typed, list_of, open_list, subscription_of
from ..membership import (
    last_letters,
    lists_of_each,
    members_of,
    state_of,
    subscribers_of,
    suppressed_among,
)
from ..proving import entries_about
from .asking import asked_conditions, asked_mark, filters_of, form_status


@bp.get("/lists/<int:list_id>/")
@staff(Role.LISTS)
def list_(list_id: int) -> ResponseReturnValue:
    """A list: its figures, how it grew, and its subscribers."""
    mailing_list = list_of(signed_in_account(), list_id)
    conditions, membership = asked_conditions(list_id=list_id), count_members(mailing_list)
    found = find(conditions, asked_mark(), membership.found(conditions))
    return render_template(
        "newsroom/lists/show.html",
        mailing_list=mailing_list,
        membership=membership,
        growth=draw_growth(growth(mailing_list, membership)),
        farewells=listening.heard(list_id),
        found=found,
        rows=rows_of_members(list_id, found.people),
        letters=last_letters(found.people, list_id),
        filters=filters_of(conditions, NAMELESS, "list_id"),
        choices={"states": STATES, "sources": SOURCES},
    )


def rows_of_members(list_id: int, people: list[int]) -> list[tuple[Subscription, str]]:
    """Each subscription on a page of a list, and where it stands."""
    members = members_of(list_id, people)
    suppressed = suppressed_among([one.subscriber.email for one in members])
    return [(one, state_of(one, one.subscriber.email, suppressed)) for one in members]


@bp.get("/subscribers/")
@staff(Role.LISTS)
def subscribers() -> ResponseReturnValue:
    """Everybody on any list, found by what is known of them."""
    account = signed_in_account()
    names = names_for(account)
    conditions = allowed(account, asked_conditions(), names)
    found = find(conditions, asked_mark())
    people = subscribers_of(found.people)
    return render_template(
        "newsroom/subscribers/index.html",
        found=found,
        people=people,
        lists=lists_of_each(account, found.people),
        suppressed=suppressed_among([one.email for one in people]),
        state_of=state_of,
        filters=filters_of(conditions, names),
        choices=choices_for(names),
        offered=offered_to(account),
    )


@bp.route("/lists/<int:list_id>/add/", methods=["GET", "POST"])
@staff(Role.LISTS)
def add_subscriber(list_id: int) -> ResponseReturnValue:
    """Add someone who agreed outside the site."""
    account, form = signed_in_account(), AddSubscriberForm()
    mailing_list = open_list(account, list_id)
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
    return subscription_page(subscription_of(signed_in_account(), subscription_id), EndForm())


@bp.post("/subscriptions/<int:subscription_id>/end/")
@staff(Role.LISTS)
def end_subscription(subscription_id: int) -> ResponseReturnValue:
    """End a subscription, with a reason."""
    account, form = signed_in_account(), EndForm()
    found = subscription_of(account, subscription_id, to_change=True)
    if found.ended_at is not None:
        flash(f"This subscription had ended before: {found.ended_reason}.", "next")
        return redirect(url_for(".subscription", subscription_id=subscription_id))
    if not form.validate_on_submit():
        return subscription_page(found, form), 422
    proof = consenting.Proof(f"staff {account.email}", evidence=form.reason.data or "")
    leaving.end([found], Ended.STAFF, proof)
    record(account, "ended subscription", found.subscriber.email, web.visit(), proof.evidence)
    db.session.commit()
    flash(f"Ended. {found.subscriber.email} gets nothing more of this list.", "done")
    return redirect(url_for(".list_", list_id=found.list_id))


def subscription_page(found: Subscription, form: EndForm) -> str:
    """The page of one subscription."""
    entries = db.session.scalars(entries_about(found)).all()
    shown = {"subscription": found, "entries": entries, "form": form, "frequencies": WORDS}
    return render_template("newsroom/lists/subscription.html", **shown)
