"""Subscribers from a file, and into one."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from ... import clock, web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...extensions import db
from ...subscriptions.importing import Report
from ...subscriptions.models import MailingList
from ...subscriptions.parsing import FileRefused
from ..auditing import record
from ..blueprint import bp
from ..carrying import give_out, proof_of, rehearse, take_in
from ..forms.lists import ExportForm, ImportForm
from ..holding import held, hold, let_go
from ..listkeeping import open_list
from .asking import form_status

SHOWN_REFUSALS = 200


@bp.route("/lists/<int:list_id>/import/", methods=["GET", "POST"])
@staff(Role.LISTS)
@web.takes_uploads
def import_subscribers(list_id: int) -> ResponseReturnValue:
    """Look at what a file would change, or take it in."""
    mailing_list, form = open_list(list_id), ImportForm()
    if not form.validate_on_submit():
        return import_page(mailing_list, form), form_status(form)
    if form.file.data:
        form.held.data = hold(form.file.data.stream, form.file.data.filename or "")
    try:
        report = carried_in(mailing_list, form)
    except FileRefused as problem:
        db.session.rollback()
        form.refuse(problem.sentence)
        return import_page(mailing_list, form), 422
    if form.dry_run.data:
        return import_page(mailing_list, form, report)
    return redirect(url_for(".list_", list_id=list_id))


def carried_in(mailing_list: MailingList, form: ImportForm) -> Report:
    """What the file does to the list, or would do."""
    path, account = held(form.held.data or ""), signed_in_account()
    proof = proof_of(path, account, web.visit())
    if form.dry_run.data:
        return rehearse(path, mailing_list, proof)
    report = take_in(path, mailing_list, proof)
    done = f"{report.new:,} new, {report.changed:,} changed, {len(report.refusals):,} refused"
    record(account, "imported subscribers", mailing_list.name, web.visit(), f"{path.name}: {done}")
    db.session.commit()
    let_go(form.held.data or "")
    flash(f"Imported. {report.rows:,} rows: {done}.", "done")
    return report


def import_page(mailing_list: MailingList, form: ImportForm, report: Report | None = None) -> str:
    """The form, and below it what the file would change."""
    shown = {"mailing_list": mailing_list, "form": form, "report": report, "most": SHOWN_REFUSALS}
    return render_template("newsroom/lists/import.html", **shown)


@bp.route("/lists/<int:list_id>/export/", methods=["GET", "POST"])
@staff(Role.LISTS)
def export_subscribers(list_id: int) -> ResponseReturnValue:
    """A list as CSV. It is a POST, since it is noted who took the addresses."""
    mailing_list, form = db.get_or_404(MailingList, list_id), ExportForm()
    if not form.validate_on_submit():
        page = render_template("newsroom/lists/export.html", mailing_list=mailing_list, form=form)
        return page, form_status(form)
    who, name = form.who.data, f"{mailing_list.slug}-{clock.now():%Y-%m-%d}.csv"
    record(signed_in_account(), "exported subscribers", mailing_list.name, web.visit(), who)
    db.session.commit()
    lines = stream_with_context(give_out(list_id, everybody=who == "all"))
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(lines, mimetype="text/csv", headers=disposition)
