"""Beginning: the blocks that the new letters of a list begin with."""

from __future__ import annotations

from dataclasses import replace

from ..extensions import db
from ..subscriptions.models import MailingList
from .blocks.kinds import Block, Lead, StoryList, Text, read, written
from .models import Campaign, LetterTemplate


def keep_as_template(campaign: Campaign) -> None:
    """Have the new letters of its list begin like this one: without its stories, which are told."""
    blocks = [_emptied(block) for block in read(campaign.blocks)]
    kept = LetterTemplate(
        list_id=campaign.list_id, preheader=campaign.preheader, blocks=written(blocks)
    )
    db.session.merge(kept)
    db.session.flush()


def beginning_of(mailing_list: MailingList) -> tuple[str, list[Block]]:
    """Preheader and blocks of a new letter: those of the template, or one empty text."""
    kept = db.session.get(LetterTemplate, mailing_list.id)
    return (kept.preheader, read(kept.blocks)) if kept else ("", [Text(1)])


def _emptied(block: Block) -> Block:
    return replace(block, stories=()) if isinstance(block, Lead | StoryList) else block
