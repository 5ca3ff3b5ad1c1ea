"""Who is on the staff, and as what."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts import appointing
from ...accounts.guards import signed_in_account
from ...accounts.guards import staff as staff_only
from ...accounts.models import Account, Role
from ...extensions import db
from ..auditing import record
from ..blueprint import bp
from ..forms.staff import StaffForm
from ..staffing import CannotAppoint, change_role
from .asking import form_status


@bp.route("/staff/", methods=["GET", "POST"])
@staff_only(Role.OWNER)
def staff() -> ResponseReturnValue:
    """Everyone on the staff; give or take a role."""
    form = StaffForm()
    account = appointed(form) if form.validate_on_submit() else None
    if account is None:
        accounts = db.session.scalars(appointing.staff()).all()
        page = render_template("newsroom/staff/index.html", form=form, accounts=accounts)
        return page, form_status(form)
    record(signed_in_account(), "changed role", account.email, web.visit(), account.role)
    db.session.commit()
    flash(f"Done. {account.email} is now: {account.role}.", "done")
    return redirect(url_for(".staff"))


def appointed(form: StaffForm) -> Account | None:
    """The account with its new role; None, and an error on the form, when it cannot have it."""
    try:
        return change_role(str(form.email.data), Role(form.role.data))
    except CannotAppoint as refused:
        form.email.errors = [refused.sentence]
        return None
