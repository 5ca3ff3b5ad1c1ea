"""Inviting: a role offered to the owner of an address, by a mailed link.

Whoever has an account takes it there; who has none chooses a password, and has one. An address has
one invitation, so the database decides who was first to invite it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.exc import IntegrityError

from ... import clock, throttle
from ...extensions import db
from ...mail import outbox
from ...outcomes import LinkExpired, Outcome
from ...templating import public_url
from ...tokens import Purpose
from ..linking import DoneAlready
from ..models import Account, Invitation, Role, account_by_email, invitation_of
from ..models.changes import INVITATION_LASTS

INVITATION = Purpose("accounts.invitation", INVITATION_LASTS)


class CannotInvite(Outcome):
    """The address cannot be offered a role."""

    status = 409
    title = "That invitation cannot be sent"


class InvitedAlready(CannotInvite):
    """The address has an open invitation; of two who invite it at once, the later one."""

    sentence = "This address is invited already; mail that invitation again, or withdraw it first."


class OnStaffAlready(CannotInvite):
    """The address belongs to a member of staff."""

    title = "You are on the staff already"
    sentence = "This address is on the staff already; change the role in the list of staff."


class IsDisabled(CannotInvite):
    """The address belongs to a disabled account."""

    sentence = "The account of this address is disabled; enable it first."


class MailedEnough(CannotInvite):
    """The address had as many mails as it may have for now."""

    title = "That is enough mail for now"
    sentence = "This address was just mailed several times; wait an hour, then mail it again."


class TakenAlready(DoneAlready):
    """The link did its work before."""

    title = "You have taken this invitation"
    sentence = "Nothing more needs doing; sign in and enter the newsroom."


def invite(
    email: str, role: Role, list_ids: Iterable[int] = (), *, by: Account | None = None
) -> Invitation:
    """Offer a role to the owner of a normalised address.

    Whoever registered the address without confirming it may not be its owner: neither their
    password nor their links stay. Raises InvitedAlready, OnStaffAlready and IsDisabled.
    """
    account = db.session.scalar(account_by_email(email).with_for_update())
    if account is not None:
        _refuse_account(account)
    if account is not None and account.confirmed_at is None:
        account.take_password("")
        account.end_links()
    invitation = _held_or_added(email)
    invitation.offer(role, list_ids, by.id if by else None)
    db.session.flush()
    return invitation


def link_of(invitation: Invitation) -> str:
    """The link by which it is taken; it ends when the invitation does, or is mailed again."""
    at = invitation.invited_at.isoformat()
    return public_url("accounts.invitation", token=INVITATION.sign(invitation=invitation.id, at=at))


def mail(invitation: Invitation) -> None:
    """Mail the link to the invited address. Raises MailedEnough."""
    if not throttle.may_mail(invitation.email):
        raise MailedEnough
    queue(invitation)


def queue(invitation: Invitation) -> None:
    """Write the mail, whatever the address had already."""
    outbox.queue(
        "accounts/invitation", invitation.email, link=link_of(invitation), role=invitation.role
    )


def mail_again(invitation: Invitation) -> None:
    """Begin its three days anew, and mail a new link. Raises MailedEnough."""
    invitation.renew()
    mail(invitation)


def waiting(invitation_id: int) -> Invitation | None:
    """An invitation nobody took or withdrew, held until the commit."""
    found = db.session.get(Invitation, invitation_id, with_for_update=True)
    return None if found is None or found.taken_at or found.withdrawn_at else found


def withdraw_any(email: str) -> None:
    """Let the address have no open invitation."""
    found = db.session.scalar(invitation_of(email).with_for_update())
    if found is not None and found.is_open:
        found.withdraw()


def invitation_behind(token: str, *, to_take: bool = False) -> Invitation:
    """The invitation a link names; held until the commit ``to_take`` it.

    Raises TakenAlready, LinkInvalid or LinkExpired.
    """
    payload = INVITATION.read(token)
    found = db.session.get(
        Invitation,
        payload["invitation"],
        with_for_update=to_take or None,
        populate_existing=to_take,  # what was read before the lock may be out of date
    )
    if found is None or found.invited_at.isoformat() != payload["at"]:
        raise LinkExpired
    if found.taken_at:
        raise TakenAlready
    if not found.is_open:
        raise LinkExpired
    return found


def _refuse_account(account: Account) -> None:
    if account.disabled_at:
        raise IsDisabled
    if account.is_staff:
        raise OnStaffAlready


def _held_or_added(email: str) -> Invitation:
    found = db.session.scalar(invitation_of(email).with_for_update())
    if found is not None:
        if found.is_open:
            raise InvitedAlready
        return found
    added = Invitation(email=email, role=Role.READER, expires_at=clock.now())
    try:
        with db.session.begin_nested():
            db.session.add(added)
    except IntegrityError:
        raise InvitedAlready from None
    return added
