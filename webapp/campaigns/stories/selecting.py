"""Selecting: each story of a letter is rendered once, between two marks, and left out or kept.

So a letter of which every reader gets other stories is compiled once as any other, and a reader
costs no more than walking over the parts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from ..blocks.kinds import Story, StoryList, read
from ..blocks.rendering import html_of, text_of
from ..models import Campaign
from ..splicing import Piece, Slot, placeholder

BEGIN, END = "storybegins", "storyends"
SUBJECT, PREHEADER = "ownsubject", "ownpreheader"
LONGEST_SUBJECT = 150


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the part for a story begins, or, without one, where it ends."""

    article_id: int | None


class Part(NamedTuple):
    """Some pieces of a letter: of one story, or, without one, for every reader."""

    article_id: int | None
    pieces: list[Piece]


@dataclass(frozen=True)
class Selection:
    """The stories of a letter of which each reader gets some."""

    stories: Mapping[int, Story]

    def values(self, ids: Sequence[int]) -> dict[str, str]:
        """What goes into the slots of a letter that brings these; none: all of them."""
        lead, *others = [self.stories[one] for one in ids or self.stories]
        subject = subject_of(lead.headline, len(others))
        preheader = others[0].headline if others else lead.standfirst
        words = {SUBJECT: subject, PREHEADER: preheader}
        return words | {in_html(name): escape(value) for name, value in words.items()}


def selection_of(campaign: Campaign) -> Selection | None:
    """The stories of a letter that brings each reader what they follow; None of any other."""
    if campaign.most_followed is None:
        return None
    blocks = (block for block in read(campaign.blocks) if isinstance(block, StoryList))
    return Selection({story.id: story for block in blocks for story in block.stories})


def in_html(name: str) -> str:
    """The name of a slot within HTML."""
    return f"{name}inhtml"


def marked_html(selection: Selection) -> str:
    """The HTML of the stories, each between its marks."""
    return "\n".join(
        f"{_begin(one)}{html_of([StoryList(1, stories=(one,))])}{placeholder(END)}"
        for one in selection.stories.values()
    )


def marked_text(selection: Selection) -> str:
    """Their text; a mark never touches an address, which would take it in."""
    return "".join(
        f"{_begin(one)}{text_of([StoryList(1, stories=(one,))])}\n\n{placeholder(END)}"
        for one in selection.stories.values()
    )


def with_marks(pieces: Sequence[Piece]) -> Iterator[Piece | Mark]:
    """The pieces with marks in place of their slots; the line break behind a mark goes with it."""
    behind = False
    for piece in pieces:
        mark = _mark(piece)
        if mark is not None:
            yield mark
        elif not behind:
            yield piece
        behind = mark is not None


def parted(pieces: Iterable[Piece | Mark]) -> list[Part]:
    """The parts of a letter, cut at its marks: once, so that no reader’s letter walks over all."""
    parts = [Part(None, [])]
    for piece in pieces:
        if isinstance(piece, Mark):
            parts.append(Part(piece.article_id, []))
        else:
            parts[-1].pieces.append(piece)
    return [part for part in parts if part.pieces]


def selected(parts: Iterable[Part], ids: Collection[int]) -> Iterator[Piece]:
    """The pieces of a letter that brings these stories; none: all of them."""
    for part in parts:
        if not ids or part.article_id is None or part.article_id in ids:
            yield from part.pieces


def subject_of(headline: str, others: int) -> str:
    """The headline, and how many more stories there are."""
    more = f", and {others} more stor{'y' if others == 1 else 'ies'}" if others else ""
    room = LONGEST_SUBJECT - len(more)
    return (headline if len(headline) <= room else headline[: room - 1].rstrip() + "…") + more


def _begin(story: Story) -> str:
    return placeholder(f"{BEGIN}{story.id}")


def _mark(piece: Piece) -> Mark | None:
    if not isinstance(piece, Slot):
        return None
    if piece.name == END:
        return Mark(None)
    number = piece.name.removeprefix(BEGIN)
    return Mark(int(number)) if number != piece.name else None
