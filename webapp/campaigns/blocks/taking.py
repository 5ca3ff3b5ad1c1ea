"""Taking stories and pictures into blocks, as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...extensions import db
from ...reading.addressing import article_url
from ...reading.listing import cards_of
from ...reading.models import Article, Image
from ...templating import public_url
from .kinds import TEXT_WIDTH, THUMB_WIDTH, Block, Lead, Picture, Story, StoryList

SHARP = 2  # pixels of the file for one of the letter


def story(article: Article) -> Story:
    """A story as a letter shows it."""
    return Story(
        id=article.id,
        headline=article.headline,
        standfirst=article.standfirst,
        section=article.section.name,
        url=article_url(article, external=True),
        picture=picture(article.image) if article.image else None,
    )


def picture(image: Image) -> Picture:
    """A picture as a letter shows it: as JPEG, which every mail reader knows."""
    return Picture(
        image.key,
        image.width,
        image.height,
        image.alt,
        _address(image, TEXT_WIDTH * SHARP),
        _address(image, THUMB_WIDTH * SHARP),
    )


def taken(ids: Sequence[int]) -> list[Story]:
    """The published stories with these ids, in this order."""
    found = {one.id: one for one in db.session.scalars(cards_of(ids))} if ids else {}
    return [story(found[number]) for number in ids if number in found]


def refreshed(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks with their stories as they are now; one that was withdrawn is left out.

    One question for all of them, and none where there are no stories.
    """
    kept = list(blocks)
    ids = [one.id for block in kept for one in _stories(block)]
    now = {one.id: one for one in taken(ids)}
    return [_with(block, now) if _stories(block) else block for block in kept]


def _stories(block: Block) -> tuple[Story, ...]:
    return block.stories if isinstance(block, Lead | StoryList) else ()


def _with(block: Block, now: dict[int, Story]) -> Block:
    if not isinstance(block, Lead | StoryList):
        return block
    return replace(block, stories=tuple(now[one.id] for one in block.stories if one.id in now))


def _address(image: Image, width: int) -> str:
    return public_url("reading.picture", key=image.key, file=image.rendition(width))
