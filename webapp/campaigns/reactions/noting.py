"""Noting what became of a letter at one recipient; each once, the first time counts."""

from __future__ import annotations

from sqlalchemy import Select, select

from ... import clock
from ...database import insert_into
from ...extensions import db
from ...subscriptions.leaving import hears_of_leaves
from ...subscriptions.links import Leaving
from ..models import Campaign
from .models import Reaction, ReactionKind


def note(campaign_id: int, kind: ReactionKind, subscriber_id: int) -> None:
    """A recipient left through a letter, complained of it, or it bounced after it was taken."""
    row = {"campaign_id": campaign_id, "kind": kind, "link_id": 0, "subscriber_id": subscriber_id}
    first = insert_into(Reaction, db.session.get_bind().dialect).values(at=clock.now(), **row)
    db.session.execute(first.on_conflict_do_nothing())


def recipients_who(campaign_id: int, kind: str) -> Select[int]:
    """The subscribers who did something with a letter."""
    theirs = select(Reaction.subscriber_id)
    return theirs.where(Reaction.campaign_id == campaign_id, Reaction.kind == kind)


@hears_of_leaves
def left_through(leaving: Leaving) -> None:
    """Somebody left by the link of a letter; a campaign that is gone counts nothing."""
    if leaving.campaign_id and db.session.get(Campaign, leaving.campaign_id):
        note(leaving.campaign_id, ReactionKind.LEFT, leaving.subscriber_id)
