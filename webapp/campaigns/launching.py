"""Launching: the audience is frozen, and from then on every recipient is accounted for."""

from __future__ import annotations

from sqlalchemy import Select, func, insert, literal, select

from .. import clock
from ..extensions import db, is_postgresql
from .audience.reaching import audience_of, lists_of
from .clearing import clear
from .drafting import refresh
from .jobs import send_campaign
from .models import Campaign, Delivery
from .outcomes import ListNotLive, NobodyToSendTo, NothingToSend
from .reactions import linking
from .states import Step
from .stories import bringing
from .stories.awaiting import is_awaited
from .wording import rendered, standing_links

FROZEN = ["subscriber_id", "email", "list_id", "campaign_id"]
ROOM = "128MB"  # where PostgreSQL holds a million readers at a launch, who went through files else


def launch(campaign: Campaign) -> None:
    """Freeze the audience with one statement, number the issue, and have it sent after the commit.

    Raises StepRefused, ListNotLive, NothingToSend, Held or NobodyToSendTo; the caller then rolls
    back. Two launches at once: the second waits for the first and finds it done.
    """
    hold(campaign)
    Step.LAUNCH.leads_from(campaign.state)
    if not campaign.is_approved:
        refresh(campaign)  # the stories as they are now; what was approved is sent as it is
    check(campaign)
    clear(campaign)
    bringing.note(campaign)
    audience = _freeze(campaign) if is_awaited(campaign) else 0
    if audience == 0:
        raise NobodyToSendTo
    campaign.launch(next_issue(campaign.list_id), audience, clock.now())
    db.session.flush()
    linking.freeze(campaign, rendered(campaign)[1], standing_links(campaign))
    send_campaign.later(campaign_id=campaign.id)


def hold(campaign: Campaign) -> None:
    """Read campaign and lists afresh and keep others from launching any until we are done.

    The campaign first, as whoever changes it does, and then its lists, in one order for all: those
    that lock in turn never wait for each other.
    """
    db.session.refresh(campaign, with_for_update=True)
    for one in sorted(lists_of(campaign), key=lambda one: one.id):
        db.session.refresh(one, with_for_update=True)


def check(campaign: Campaign) -> None:
    """Raise ListNotLive or NothingToSend where the letter has nowhere to go or nothing to say."""
    if not all(one.is_live for one in lists_of(campaign)):
        raise ListNotLive
    if not campaign.subject or not campaign.body:
        raise NothingToSend


def next_issue(list_id: int) -> int:
    """The number the list’s next issue gets."""
    newest = db.session.scalar(select(func.max(Campaign.issue)).where(Campaign.list_id == list_id))
    return (newest or 0) + 1


def rows_of(campaign: Campaign, found: Select[int, str, int]) -> Select[int, str, int | None, int]:
    """People, as audience_of finds them, as rows of FROZEN columns.

    Through the letter’s own list most get it, which needs no saying.
    """
    one = found.subquery().c
    list_id = func.nullif(one.list_id, campaign.list_id)
    # Without a WHERE, SQLite takes the ON of ON CONFLICT for that of a join.
    return select(one.id, one.email, list_id, literal(campaign.id)).where(one.id.is_not(None))


def _freeze(campaign: Campaign) -> int:
    if is_postgresql():
        db.session.execute(select(func.set_config("work_mem", ROOM, True)))  # until the commit
    freeze = insert(Delivery).from_select(FROZEN, rows_of(campaign, audience_of(campaign)))
    frozen = db.session.execute(freeze, execution_options={"preserve_rowcount": True})
    return int(frozen.rowcount)  # type: ignore[attr-defined]
