"""A person's own page, reached by link or in the account, and the form that mails the link."""

from __future__ import annotations

from flask import flash
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in, signed_in_account
from ...extensions import db, limiter
from .. import leaving, links, preferring
from ..blueprint import bp
from ..consenting import Proof
from ..forms import LinkForm
from ..models import Frequency, MailingList, subscriber_by_email
from ..preference_forms import PreferencesForm, preferences_form
from ..preferring import Preferences
from ..spacing import WORDS
from ..timing import HOURS
from ..wording import PREFERENCES
from .answers import private_page
from .page import letters_page, see_letters


@bp.route("/preferences/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
def send_link() -> ResponseReturnValue:
    """Mail the link to one's page; everyone gets the same answer."""
    form = LinkForm()
    if form.validate_on_submit():
        preferring.send_link(form.address)
        db.session.commit()
        return private_page("subscriptions/link_sent.html", email=form.address)
    return private_page("subscriptions/send_link.html", 422 if form.errors else 200, form=form)


@bp.get("/account/letters/")
@signed_in
def own_letters() -> ResponseReturnValue:
    """The page of who is signed in; who never had a letter is shown where to choose."""
    account = signed_in_account()
    found = db.session.scalar(subscriber_by_email(account.email))
    if found is None:
        return private_page("subscriptions/no_letters.html", account=account)
    return letters_page(preferring.preferences_of(found))


@bp.route("/preferences/<token>/", methods=["GET", "POST"])
def preferences(token: str) -> ResponseReturnValue:
    """Show what a person gets, and save what they choose."""
    found = preferring.look_up(token)
    form = preferences_form(found)
    if form.validate_on_submit():
        proof = Proof("preferences", PREFERENCES, web.visit(), link=links.id_of(token))
        _change(found, form, proof)
        db.session.commit()
        return see_letters(found.subscriber)
    return letters_page(found, 422 if form.errors else 200, form=form)


def _change(found: Preferences, form: PreferencesForm, proof: Proof) -> None:
    if form.everything.data:
        leaving.leave_everything(found.subscriber.id, proof)
        flash("Done. You have left every letter; nothing more comes to this address.", "done")
        return
    changes = preferring.choose(found, set(form.lists.data or []), form.often, proof, form.hours)
    came = "".join(f" {one.name} comes from the next issue on." for one in changes.joined)
    went = "".join(f" {one.name} has ended." for one in changes.left)
    spaced = "".join(_often(one, form) for one in changes.spaced)
    timed = "".join(f" {one.name}: at {HOURS[form.hours[one.slug]]}." for one in changes.timed)
    flash("Saved." + (came + went + spaced + timed or " Nothing has changed."), "done")


def _often(one: MailingList, form: PreferencesForm) -> str:
    words = WORDS[Frequency(form.often[one.slug])]
    return f" {one.name}: {words[0].lower()}{words[1:]}."
