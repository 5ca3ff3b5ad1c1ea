"""Staffing: who may enter the newsroom, as what, and with which lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from ..accounts.models import Account, Invitation
from ..accounts.staff import appointing, inviting, taking
from ..extensions import db
from ..subscriptions.keeping import entrust, kept_ids
from ..subscriptions.models import ListKeeper, MailingList
from ..web import Visit
from .auditing import record
from .forms.staff import InviteForm, RoleForm


def every_list() -> Sequence[MailingList]:
    """Every open list, in its order."""
    is_open = select(MailingList).where(MailingList.closed_at.is_(None))
    return db.session.scalars(is_open.order_by(MailingList.position, MailingList.name)).all()


def kept_lists() -> Mapping[int, list[str]]:
    """By account, the names of the lists it manages; who is not in it manages all."""
    kept: dict[int, list[str]] = {}
    query = select(ListKeeper.account_id, MailingList.name).join(
        MailingList, MailingList.id == ListKeeper.list_id
    )
    for account_id, name in db.session.execute(query.order_by(MailingList.name)):
        kept.setdefault(account_id, []).append(name)
    return kept


def save_role(form: RoleForm, account: Account, by: Account, visit: Visit) -> None:
    """Give an account the role and the lists of the form, and note who did.

    Raises as appointing.change_role does.
    """
    before = kept_ids(account.id)
    is_new = appointing.change_role(account, form.chosen_role, visit, by=by)
    if is_new:
        record(by, "changed role", account.email, visit, account.role)
    entrust(account, form.chosen_lists)
    if sorted(form.chosen_lists) != before:
        names = [form.lists.offered[one] for one in sorted(form.chosen_lists)]
        record(by, "changed lists of", account.email, visit, ", ".join(names) or "every list")


def send_invitation(form: InviteForm, by: Account, visit: Visit) -> Invitation:
    """Invite the address of the form, by mail. Raises CannotInvite."""
    email, role = str(form.email.data), form.chosen_role
    invitation = inviting.invite(email, role, form.chosen_lists, by=by)
    inviting.mail(invitation)
    record(by, "invited", email, visit, role)
    return invitation


@taking.also_takes
def note_taken(account: Account, _invitation: Invitation, visit: Visit) -> None:
    """The audit log says who took a role, and which."""
    record(account, "took invitation", account.email, visit, account.role)
