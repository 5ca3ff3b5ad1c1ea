"""Imports: a file is read, shown as a difference, taken in, paused and taken back."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import marks, web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...extensions import db
from ...subscriptions.importing import storing, turning
from ...subscriptions.importing.models import Import, ImportState
from ...subscriptions.importing.rows import TAKEN
from ..auditing import record
from ..blueprint import bp
from ..carrying import bring, give_refused, import_of, imports_of, name_columns, turn
from ..forms.imports import ColumnsForm, ImportForm
from ..listkeeping import open_list
from .asking import asked_page, form_status

LARGEST_FILE = 128 * 1024 * 1024  # bytes; a million rows, and packed as zip ten million
SHOWN = 10  # rows of each kind
SHOWN_REFUSALS = 100
# What the audit log says of each act, and the reader of the screen.
ACTS = {
    "apply": ("imported subscribers", "Taking the file in. You can leave this page."),
    "pause": ("paused import", "Paused. What is taken in stays; go on whenever you like."),
    "undo": ("undid import", "Taking the import back. You can leave this page."),
}
# The part of the screen that is fetched anew while a worker is at it.
LIVE = "newsroom/imports/live.html"


@bp.get("/imports/")
@staff(Role.LISTS)
def imports() -> ResponseReturnValue:
    """Every import into the lists one manages, newest first."""
    page = asked_page(imports_of(signed_in_account()))
    return render_template("newsroom/imports/index.html", imports=page)


@bp.route("/lists/<int:list_id>/import/", methods=["GET", "POST"])
@staff(Role.LISTS)
@marks.takes_files(LARGEST_FILE)
def import_subscribers(list_id: int) -> ResponseReturnValue:
    """Give a file of subscribers; the worker reads it, and nothing is changed yet."""
    account, form = signed_in_account(), ImportForm()
    mailing_list = open_list(account, list_id)
    if not form.validate_on_submit():
        shown = {"mailing_list": mailing_list, "imports": asked_page(imports_of(account, list_id))}
        return render_template("newsroom/imports/new.html", form=form, **shown), form_status(form)
    one = bring(*form.brought, mailing_list, account, web.visit(), asks=form.asks.data)
    db.session.commit()
    return redirect(url_for(".import_", import_id=one.id))


@bp.get("/imports/<int:import_id>/")
@staff(Role.LISTS)
def import_(import_id: int) -> ResponseReturnValue:
    """Where an import stands: what it would do, does or did."""
    one = import_of(signed_in_account(), import_id)
    if request.args.get("part") == "live":
        # Once the worker is through, the whole page has changed, not this part alone.
        return render_template(LIVE, one=one), {} if one.is_worked_on else {"HX-Refresh": "true"}
    return render_template("newsroom/imports/show.html", one=one, **rows_of(one))


@bp.route("/imports/<int:import_id>/columns/", methods=["GET", "POST"])
@staff(Role.LISTS)
def import_columns(import_id: int) -> ResponseReturnValue:
    """Say what the columns of a file hold."""
    one = import_of(signed_in_account(), import_id)
    form = ColumnsForm().offer(one.found.get("columns", []))
    if not form.validate_on_submit():
        page = render_template("newsroom/imports/columns.html", one=one, form=form)
        return page, form_status(form)
    name_columns(one, form.chosen)
    db.session.commit()
    return redirect(url_for(".import_", import_id=import_id))


@bp.post("/imports/<int:import_id>/<any(apply, pause, undo):act>/")
@staff(Role.LISTS)
def turn_import(import_id: int, act: str) -> ResponseReturnValue:
    """Have the worker take the rows in, stop, or take them back."""
    account = signed_in_account()
    one = import_of(account, import_id)
    turn(one, act, account)
    record(account, ACTS[act][0], one.mailing_list.name, web.visit(), one.name)
    db.session.commit()
    flash(ACTS[act][1], "done")
    return redirect(url_for(".import_", import_id=import_id))


@bp.post("/imports/<int:import_id>/drop/")
@staff(Role.LISTS)
def drop_import(import_id: int) -> ResponseReturnValue:
    """Forget a file that changed nothing."""
    one = import_of(signed_in_account(), import_id)
    list_id = one.list_id
    turning.drop(one)
    db.session.commit()
    flash("The file is removed. Nothing of it was taken in.", "done")
    return redirect(url_for(".import_subscribers", list_id=list_id))


@bp.get("/imports/<int:import_id>/refused.csv")
@staff(Role.LISTS)
def refused_rows(import_id: int) -> ResponseReturnValue:
    """The rows that are not taken, with line and reason."""
    one = import_of(signed_in_account(), import_id)
    disposition = {"Content-Disposition": f'attachment; filename="refused-{one.id}.csv"'}
    return Response(give_refused(one), mimetype="text/csv", headers=disposition)


def rows_of(one: Import) -> dict[str, object]:
    """Rows worth showing, while the file is kept."""
    if one.state in {ImportState.READING, ImportState.ASKING, ImportState.REFUSED}:
        return {}
    try:
        rows = storing.prepared(one.key)
    except storing.NoLongerKept:
        return {"is_forgotten": True}
    samples = {kind: rows.samples(kind, SHOWN) for kind in TAKEN}
    return {"samples": samples, "refusals": list(rows.refusals(SHOWN_REFUSALS))}
