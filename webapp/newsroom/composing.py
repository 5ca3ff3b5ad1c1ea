"""Composing: from the form of a letter, with a form for each block, to the letter.

Every button of the screen sends the whole of it, so that nothing typed is lost: what was typed is
kept first, and then the button does what it says.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from flask import abort

from ..campaigns import drafting
from ..campaigns.blocks import arranging, taking
from ..campaigns.blocks.kinds import KINDS, Block, Lead, StoryList, read
from ..campaigns.models import Campaign
from ..campaigns.personalising import FieldRefused
from ..extensions import db
from .forms.blocks import BlockForm, PictureForm
from .forms.campaigns import CampaignForm
from .lettering import rewrite

SENT = re.compile(r"[a-z-]*(?::[0-9]{1,6}){0,2}")
MOST_BLOCKS = 40
MOST_STORIES = 30  # of one block
CHANGED = (
    "Somebody else changed this letter after you opened it. What you typed is kept here; the other "
    "version stands on the letter’s own page. Save again to replace it."
)
FULL = f"A letter has at most {MOST_BLOCKS} blocks; remove one before you add another."


class Act(NamedTuple):
    """What a button of the screen does: a verb, the block, and the place of a story in it."""

    verb: str = ""
    block: int = 0
    place: int = 0

    @classmethod
    def read(cls, sent: str) -> Act:
        """The act that a button sent: “up:3”, “story-down:3:0”, “add-text”; 400 for any other."""
        verb, *numbers = sent.split(":")
        if not SENT.fullmatch(sent) or verb not in {*ACTS, "choose", ""}:
            abort(400)
        return cls(verb, *map(int, numbers))


def version_of(campaign: Campaign) -> str:
    """What the screen carries along, to tell whether the letter is still the same."""
    contents = [campaign.subject, campaign.preheader, campaign.blocks]
    return hashlib.sha256(json.dumps(contents).encode()).hexdigest()[:16]


def forms_of(campaign: Campaign) -> list[BlockForm[Block]]:
    """A form for each block, in their order."""
    return [BlockForm.of(block) for block in read(campaign.blocks)]


def are_valid(head: CampaignForm, forms: Sequence[BlockForm[Block]]) -> bool:
    """Whether everything that was sent can be kept; every field says what is wrong with it."""
    valid = head.validate_on_submit()
    for form in forms if head.is_submitted() else ():
        valid = form.validate() and valid
    taken = [form.take() for form in forms if isinstance(form, PictureForm)] if valid else []
    return valid and all(taken)


def compose(
    campaign: Campaign, head: CampaignForm, forms: Sequence[BlockForm[Block]], act: Act
) -> bool:
    """Keep what was typed, then do what the button says; False, with a sentence, if it cannot."""
    if head.version.data != version_of(campaign):
        head.version.data, head.version.errors = version_of(campaign), [CHANGED]
        return False
    blocks = [form.changed() for form in forms]
    if act.verb.startswith("add-") and len(blocks) >= MOST_BLOCKS:
        head.version.errors = [FULL]
        return False
    try:
        rewrite(head, campaign)
        drafting.arrange(campaign, ACTS[act.verb](blocks, act) if act.verb in ACTS else blocks)
    except FieldRefused as refused:
        db.session.rollback()
        head.version.errors = [refused.sentence]
        return False
    return True


def place_after(campaign: Campaign, act: Act) -> str:
    """Where the screen goes on after an act: at the block, or where it stood."""
    blocks = read(campaign.blocks)
    if act.verb.startswith("add-") and blocks:
        return f"block-{blocks[-1].number}"
    return f"block-{act.block}" if arranging.found(blocks, act.block) else "blocks"


def block_of_stories(campaign: Campaign, number: int) -> Lead | StoryList:
    """A block that shows stories; 404 when there is none of that number."""
    block = arranging.found(read(campaign.blocks), number)
    if not isinstance(block, Lead | StoryList):
        abort(404)
    return block


def choose(campaign: Campaign, number: int, article_id: int) -> str:
    """Put a story into a block, as its only one or as its last; its headline, or nothing.

    One that stands there already, or a list that is full, is left as it is.
    """
    block, found = block_of_stories(campaign, number), taking.taken([article_id])
    if not found or article_id in [one.id for one in block.stories]:
        return ""
    stories = tuple(found) if isinstance(block, Lead) else (*block.stories, *found)[:MOST_STORIES]
    blocks = arranging.put(read(campaign.blocks), replace(block, stories=stories))
    drafting.arrange(campaign, blocks)
    db.session.flush()
    return found[0].headline


def _add(kind: type[Block]) -> Callable[[list[Block], Act], list[Block]]:
    return lambda blocks, _: [*blocks, kind(arranging.next_number(blocks))]


def _move_story(blocks: list[Block], act: Act, steps: int) -> list[Block]:
    block = arranging.found(blocks, act.block)
    if not isinstance(block, StoryList) or act.place >= len(block.stories):
        return blocks
    stories = arranging.shifted(block.stories, act.place, steps)
    return arranging.put(blocks, replace(block, stories=tuple(stories)))


def _take_story(blocks: list[Block], act: Act) -> list[Block]:
    block = arranging.found(blocks, act.block)
    if not isinstance(block, Lead | StoryList):
        return blocks
    rest = tuple(one for place, one in enumerate(block.stories) if place != act.place)
    return arranging.put(blocks, replace(block, stories=rest))


ACTS: dict[str, Callable[[list[Block], Act], list[Block]]] = {
    "up": lambda blocks, act: arranging.moved(blocks, act.block, -1),
    "down": lambda blocks, act: arranging.moved(blocks, act.block, 1),
    "out": lambda blocks, act: arranging.without(blocks, act.block),
    "story-up": lambda blocks, act: _move_story(blocks, act, -1),
    "story-down": lambda blocks, act: _move_story(blocks, act, 1),
    "story-out": _take_story,
    **{f"add-{kind}": _add(one) for kind, one in KINDS.items()},
}
