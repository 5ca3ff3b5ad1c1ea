"""Subscribers into a file."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...extensions import db
from ...subscriptions.exporting import Wanted
from ..auditing import record
from ..blueprint import bp
from ..forms.lists import ExportForm
from ..giving import answer
from ..listkeeping import list_of
from .asking import form_status


@bp.route("/lists/<int:list_id>/export/", methods=["GET", "POST"])
@staff(Role.LISTS)
def export_subscribers(list_id: int) -> ResponseReturnValue:
    """A list as a file. It is a POST, since it is noted who took the addresses."""
    mailing_list, form = list_of(signed_in_account(), list_id), ExportForm()
    if not form.validate_on_submit():
        shown = {"mailing_list": mailing_list, "name": mailing_list.name, "form": form}
        return render_template("newsroom/lists/export.html", **shown), form_status(form)
    who, kind = form.who.data, form.kind.data
    record(signed_in_account(), "exported subscribers", mailing_list.name, web.visit(), who)
    db.session.commit()
    return answer(Wanted(list_id, everybody=who == "all"), mailing_list.slug, kind)
