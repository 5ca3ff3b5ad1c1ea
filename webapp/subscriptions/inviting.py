"""Inviting to a private list: a link that staff give to whom they like."""

from __future__ import annotations

from ..extensions import db
from ..outcomes import LinkExpired, LinkInvalid
from . import links
from .models import MailingList, open_lists

ENDED = "The list has ended its invitations; ask whoever sent you this link for a new one."


def invited_to(token: str) -> MailingList:
    """The private list that an invitation names. Raises LinkInvalid, LinkExpired."""
    named = links.read_invitation(token)
    found = db.session.get(MailingList, named.list_id)
    if found is None or found.slug != named.slug or found.launched_at is None:
        raise LinkExpired(ENDED)
    return found


def offered(token: str) -> list[MailingList]:
    """What may be asked for: every list that is open to all, and the one of an invitation."""
    lists = list(db.session.scalars(open_lists()))
    try:
        invited = invited_to(token) if token else None
    except (LinkInvalid, LinkExpired):
        invited = None
    if invited and invited.is_live and invited not in lists:
        lists.append(invited)
    return lists
