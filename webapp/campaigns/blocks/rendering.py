"""Rendering blocks: the HTML of a letter between head and foot, and its text twin."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator

from flask import render_template

from ...mail.flattening import WIDTH, to_text
from .kinds import (
    TEXT_WIDTH,
    THUMB_WIDTH,
    Block,
    Button,
    Divider,
    Lead,
    PictureBlock,
    Poll,
    Story,
    StoryList,
    Text,
)

RULE = "* * *"
GAP = re.compile(r">\s+<")  # between two tags of a template; words have no such


def html_of(blocks: Iterable[Block]) -> str:
    """The blocks as HTML for mail readers; one that is not whole yet is left out."""
    return "\n".join(_html(block) for block in _whole(blocks))


def text_of(blocks: Iterable[Block]) -> str:
    """The blocks as plain text."""
    return "\n\n".join(part for block in _whole(blocks) for part in _parts(block) if part)


def _whole(blocks: Iterable[Block]) -> list[Block]:
    return [block for block in blocks if not block.missing]


def _html(block: Block) -> str:
    if isinstance(block, Text):
        return block.html
    shown = {"block": block, "wide": TEXT_WIDTH, "narrow": THUMB_WIDTH}
    rendered = render_template("mail/campaigns/block.html", **shown)
    return GAP.sub(">\n<", rendered.strip())


def _parts(block: Block) -> Iterator[str]:
    match block:
        case Text():
            yield to_text(block.html).strip()
        case Lead():
            yield _story(block.stories[0], "=")
        case StoryList():
            yield block.heading.upper()
            for one in block.stories:
                yield _story(one, "-")
        case PictureBlock(picture=picture):
            yield _filled(f"[{picture.alt}]" if picture and picture.alt else "")
            yield _filled(block.caption)
            yield block.url
        case Button():
            yield f"{_filled(block.label)}\n{block.url}"
        case Poll():
            yield _filled(block.question)
            yield "\n".join(f"- {answer.label}\n  {answer.url}" for answer in block.answers)
        case Divider():
            yield RULE


def _story(story: Story, rule: str) -> str:
    headline = _filled(story.headline)
    under = rule * max(map(len, headline.splitlines()), default=0)
    lines = [story.section.upper(), headline, under, _filled(story.standfirst), story.url]
    return "\n".join(line for line in lines if line)


def _filled(words: str) -> str:
    return textwrap.fill(words, WIDTH, break_long_words=False, break_on_hyphens=False)
