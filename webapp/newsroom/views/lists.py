"""Mailing lists: make, edit, close."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...extensions import db
from ...subscriptions.keeping import keeps_all
from ..auditing import record
from ..blueprint import bp
from ..figuring import confirmed_on_each
from ..forms.lists import ListForm
from ..listkeeping import form_of, list_of, list_to_close, lists_of, save_list
from .asking import form_status


@bp.get("/lists/")
@staff(Role.LISTS)
def lists() -> ResponseReturnValue:
    """Every list, open ones first."""
    account = signed_in_account()
    shown = {"lists": lists_of(account), "confirmed": confirmed_on_each()}
    return render_template("newsroom/lists/index.html", keeps_all=keeps_all(account), **shown)


@bp.route("/lists/new/", methods=["GET", "POST"])
@staff(Role.LISTS)
def new_list() -> ResponseReturnValue:
    """Make a list; 403 for who manages only some."""
    form = ListForm()
    if not keeps_all(signed_in_account()):
        abort(403)
    if not form.validate_on_submit() or not (made := save_list(form)):
        page = render_template("newsroom/lists/edit.html", form=form, mailing_list=None)
        return page, form_status(form)
    record(signed_in_account(), "made list", made.name, web.visit())
    db.session.commit()
    flash(f"{made.name} is a draft. Nobody sees it until you launch it.", "done")
    return redirect(url_for(".launch_list", list_id=made.id))


@bp.route("/lists/<int:list_id>/edit/", methods=["GET", "POST"])
@staff(Role.LISTS)
def edit_list(list_id: int) -> ResponseReturnValue:
    """Change what a list promises."""
    mailing_list = list_of(signed_in_account(), list_id)
    form = form_of(mailing_list)
    if not form.validate_on_submit() or not save_list(form, mailing_list):
        page = render_template("newsroom/lists/edit.html", form=form, mailing_list=mailing_list)
        return page, form_status(form)
    record(signed_in_account(), "edited list", mailing_list.name, web.visit())
    db.session.commit()
    flash("Saved.", "done")
    return redirect(url_for(".list_", list_id=list_id))


@bp.route("/lists/<int:list_id>/close/", methods=["GET", "POST"])
@staff(Role.LISTS)
def close_list(list_id: int) -> ResponseReturnValue:
    """Ask once more, then close the list."""
    mailing_list = list_to_close(signed_in_account(), list_id)
    if web.is_reading():
        return render_template("newsroom/lists/close.html", mailing_list=mailing_list)
    mailing_list.close()
    record(signed_in_account(), "closed list", mailing_list.name, web.visit())
    db.session.commit()
    flash(f"{mailing_list.name} is closed. Its record stays; nothing more is sent to it.", "done")
    return redirect(url_for(".lists"))
