"""Who is on the staff, and as what."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import proven_lately, signed_in_account
from ...accounts.guards import staff as staff_only
from ...accounts.models import Account, Role, waiting_invitations
from ...accounts.staff import appointing, disabling
from ...extensions import db
from ...outcomes import Outcome
from ...subscriptions.keeping import kept_ids
from ..auditing import record
from ..blueprint import bp
from ..forms.staff import RoleForm
from ..staffing import every_list, kept_lists, save_role
from .asking import form_status


@bp.get("/staff/")
@staff_only(Role.OWNER)
def staff() -> ResponseReturnValue:
    """Everyone on the staff, and everyone invited."""
    return render_template(
        "newsroom/staff/index.html",
        accounts=db.session.scalars(appointing.staff()).all(),
        invitations=db.session.scalars(waiting_invitations()).all(),
        kept=kept_lists(),
    )


@bp.route("/staff/<int:account_id>/", methods=["GET", "POST"])
@staff_only(Role.OWNER)
@proven_lately
def member(account_id: int) -> ResponseReturnValue:
    """What one of the staff may do."""
    account = db.get_or_404(Account, account_id)
    form = RoleForm(role=account.role).offer(every_list(), kept_ids(account.id))
    if not form.validate_on_submit() or not saved(form, account):
        page = render_template("newsroom/staff/member.html", form=form, account=account)
        return page, form_status(form)
    db.session.commit()
    flash(f"Saved. {account.email} is now: {account.role}.", "done")
    return redirect(url_for(".staff"))


def saved(form: RoleForm, account: Account) -> bool:
    """Whether the account has its new role; if not, an error on the form says why."""
    try:
        save_role(form, account, signed_in_account(), web.visit())
    except Outcome as refused:
        form.role.errors = [refused.sentence]
        return False
    return True


@bp.post("/staff/<int:account_id>/disable/")
@staff_only(Role.OWNER)
@proven_lately
def disable_member(account_id: int) -> ResponseReturnValue:
    """Let nobody use an account from this moment on."""
    account, owner = db.get_or_404(Account, account_id), signed_in_account()
    disabling.disable(account, web.visit(), by=owner)
    record(owner, "disabled account", account.email, web.visit())
    db.session.commit()
    flash(f"Done. {account.email} is signed out everywhere and cannot sign in.", "done")
    return redirect(url_for(".staff"))


@bp.post("/staff/<int:account_id>/enable/")
@staff_only(Role.OWNER)
@proven_lately
def enable_member(account_id: int) -> ResponseReturnValue:
    """Let the owner of an account sign in again."""
    account, owner = db.get_or_404(Account, account_id), signed_in_account()
    disabling.enable(account, web.visit(), by=owner)
    record(owner, "enabled account", account.email, web.visit())
    db.session.commit()
    flash(f"Done. {account.email} can sign in again.", "done")
    return redirect(url_for(".staff"))
