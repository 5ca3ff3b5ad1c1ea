"""Who is on the staff, and as what."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account
from ...accounts.guards import staff as staff_only
from ...accounts.models import Role
from ...extensions import db
from ..auditing import record
from ..blueprint import bp
from ..forms.staff import StaffForm
from ..staffing import change_role, everyone_on_staff


@bp.route("/staff/", methods=["GET", "POST"])
@staff_only(Role.OWNER)
def staff() -> ResponseReturnValue:
    """Everyone on the staff; give or take a role."""
    form = StaffForm()
    if form.validate_on_submit():
        account = change_role(str(form.email.data), Role(form.role.data))
        record(signed_in_account(), "changed role", account.email, web.visit(), account.role)
        db.session.commit()
        flash(f"Done. {account.email} is now: {account.role}.", "done")
        return redirect(url_for(".staff"))
    accounts = db.session.scalars(everyone_on_staff()).all()
    return render_template("newsroom/staff/index.html", form=form, accounts=accounts)
