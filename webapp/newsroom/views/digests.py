"""The rules of a list of digests."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...campaigns.digests.timing import next_of
from ...extensions import db
from ...reading.listing import all_sections
from ...subscriptions.models import MailingList
from ..auditing import record
from ..blueprint import bp
from ..digesting import digest_list, rules_of, save_rules, would_bring
from ..forms.digests import DigestForm
from .asking import form_status


@bp.route("/lists/<int:list_id>/digest/", methods=["GET", "POST"])
@staff(Role.LISTS)
def digest(list_id: int) -> ResponseReturnValue:
    """Say what a digest brings and when, and see what it would bring now."""
    account = signed_in_account()
    found = digest_list(account, list_id)
    form = DigestForm(rules_of(found), db.session.scalars(all_sections()).all())
    if not form.validate_on_submit():
        return digest_page(found, form), form_status(form)
    save_rules(form, found)
    record(account, "set digest", found.name, web.visit())
    db.session.commit()
    flash("Saved. The digest puts itself together by these rules.", "done")
    return redirect(url_for(".digest", list_id=list_id))


def digest_page(found: MailingList, form: DigestForm) -> str:
    """The form, and what the rules as they are saved would bring."""
    rules = rules_of(found)
    shown: dict[str, object] = {"mailing_list": found, "form": form, "rules": rules}
    if rules is not None:
        shown |= {"stories": would_bring(rules), "next_at": next_of(rules)}
    return render_template("newsroom/lists/digest.html", **shown)
