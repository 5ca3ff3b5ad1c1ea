"""Invitations to the newsroom: send one, mail it again, withdraw it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import proven_lately, signed_in_account, staff
from ...accounts.models import Invitation, Role
from ...accounts.staff import inviting
from ...extensions import db, limiter
from ..auditing import record
from ..blueprint import bp
from ..forms.staff import InviteForm
from ..staffing import every_list, send_invitation
from .asking import form_status


@bp.route("/staff/invite/", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@staff(Role.OWNER)
@proven_lately
def invite() -> ResponseReturnValue:
    """Offer a role to the owner of an address."""
    form = InviteForm()
    form.offer(every_list())
    if not form.validate_on_submit() or not invited(form):
        return render_template("newsroom/staff/invite.html", form=form), form_status(form)
    db.session.commit()
    flash(f"Invited. A link is on its way to {form.email.data}; it works for three days.", "done")
    return redirect(url_for(".staff"))


def invited(form: InviteForm) -> bool:
    """Whether the invitation is on its way; if not, an error on the form says why."""
    try:
        send_invitation(form, signed_in_account(), web.visit())
    except inviting.CannotInvite as refused:
        db.session.rollback()
        form.email.errors = [refused.sentence]
        return False
    return True


@bp.post("/staff/invitations/<int:invitation_id>/mail/")
@limiter.limit("30 per minute")
@staff(Role.OWNER)
@proven_lately
def mail_invitation(invitation_id: int) -> ResponseReturnValue:
    """Mail a new link; the earlier one ends."""
    found = waiting_invitation(invitation_id)
    inviting.mail_again(found)
    record(signed_in_account(), "mailed invitation again", found.email, web.visit())
    db.session.commit()
    flash(f"Done. A new link is on its way to {found.email}; the earlier one ended.", "done")
    return redirect(url_for(".staff"))


@bp.post("/staff/invitations/<int:invitation_id>/withdraw/")
@staff(Role.OWNER)
@proven_lately
def withdraw_invitation(invitation_id: int) -> ResponseReturnValue:
    """Let the link end."""
    found = waiting_invitation(invitation_id)
    found.withdraw()
    record(signed_in_account(), "withdrew invitation", found.email, web.visit())
    db.session.commit()
    flash(f"Withdrawn. The link mailed to {found.email} no longer works.", "done")
    return redirect(url_for(".staff"))


def waiting_invitation(invitation_id: int) -> Invitation:
    """An invitation nobody took or withdrew; 404 when it is not there any more."""
    return inviting.waiting(invitation_id) or abort(404)
