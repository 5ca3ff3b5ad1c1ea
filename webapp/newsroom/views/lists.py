"""Mailing lists: make, edit, close."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...extensions import db
from ...subscriptions.models import MailingList
from ..auditing import record
from ..blueprint import bp
from ..figuring import confirmed_on_each
from ..forms.lists import ListForm
from ..listkeeping import open_list, save_list
from .asking import form_status


@bp.get("/lists/")
@staff(Role.LISTS)
def lists() -> ResponseReturnValue:
    """Every list, open ones first."""
    order = (MailingList.closed_at.is_not(None), MailingList.position, MailingList.name)
    found = db.session.scalars(select(MailingList).order_by(*order)).all()
    return render_template("newsroom/lists/index.html", lists=found, confirmed=confirmed_on_each())


@bp.route("/lists/new/", methods=["GET", "POST"])
@staff(Role.LISTS)
def new_list() -> ResponseReturnValue:
    """Make a list."""
    form = ListForm()
    if not form.validate_on_submit() or not (made := save_list(form)):
        page = render_template("newsroom/lists/edit.html", form=form, mailing_list=None)
        return page, form_status(form)
    record(signed_in_account(), "made list", made.name, web.visit())
    db.session.commit()
    flash(f"{made.name} is ready. People can subscribe to it now.", "done")
    return redirect(url_for(".list_", list_id=made.id))


@bp.route("/lists/<int:list_id>/edit/", methods=["GET", "POST"])
@staff(Role.LISTS)
def edit_list(list_id: int) -> ResponseReturnValue:
    """Change what a list promises."""
    mailing_list = db.get_or_404(MailingList, list_id)
    form = ListForm(obj=mailing_list)
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
    """Ask once more, then close the list for good."""
    mailing_list = open_list(list_id)
    if web.is_reading():
        return render_template("newsroom/lists/close.html", mailing_list=mailing_list)
    mailing_list.close()
    record(signed_in_account(), "closed list", mailing_list.name, web.visit())
    db.session.commit()
    flash(f"{mailing_list.name} is closed. Its record stays; nothing more is sent to it.", "done")
    return redirect(url_for(".lists"))
