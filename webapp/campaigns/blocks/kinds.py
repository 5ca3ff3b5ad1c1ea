"""The kinds of blocks, and how a letter keeps them.

A block carries everything it shows, the words and pictures of its stories too: while a letter is a
draft they are taken anew whenever it is looked at, and once it is launched they stay as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

# How wide the text of a letter is, in pixels, and a small picture beside a headline.
TEXT_WIDTH, THUMB_WIDTH = 552, 168


@dataclass(frozen=True)
class Picture:
    """A picture as a letter shows it; the size is that of the whole picture, in pixels."""

    key: str
    width: int
    height: int
    alt: str = ""
    src: str = ""  # the whole address, of at least twice the width of the text
    thumb: str = ""  # the same for a small one

    def size(self, widest: int) -> tuple[int, int]:
        """Width and height in a place of that width; it is never enlarged."""
        width = min(widest, self.width)
        return width, max(1, round(self.height * width / self.width))


@dataclass(frozen=True)
class Story:
    """A story as a letter shows it."""

    id: int
    headline: str
    standfirst: str = ""
    section: str = ""
    url: str = ""
    picture: Picture | None = None


@dataclass(frozen=True)
class Answer:
    """One answer of a poll; who gives it follows its link."""

    label: str
    url: str


@dataclass(frozen=True)
class Block:
    """What all blocks have: a number that no other block of the letter has."""

    kind: ClassVar[str]
    name: ClassVar[str]
    number: int

    @property
    def missing(self) -> str:
        """What is to be done before it can be shown, in a sentence; nothing when it is whole."""
        return ""


@dataclass(frozen=True)
class Text(Block):
    """Words, as HTML that is cleaned."""

    kind, name = "text", "Text"
    html: str = ""

    @property
    def missing(self) -> str:
        """It has to say something."""
        return "" if self.html else "Write the text, or remove it."


@dataclass(frozen=True)
class Lead(Block):
    """One story, large."""

    kind, name = "lead", "Lead story"
    stories: tuple[Story, ...] = ()  # one, or none yet

    @property
    def missing(self) -> str:
        """It has to have its story."""
        return "" if self.stories else "Choose its story, or remove it."


@dataclass(frozen=True)
class StoryList(Block):
    """Several stories one below the other, under a heading or none."""

    kind, name = "stories", "Story list"
    heading: str = ""
    has_pictures: bool = True
    stories: tuple[Story, ...] = ()

    @property
    def missing(self) -> str:
        """It has to have a story."""
        return "" if self.stories else "Choose its stories, or remove it."


@dataclass(frozen=True)
class PictureBlock(Block):
    """A picture with its caption; pressed it leads somewhere, if it has an address."""

    kind, name = "picture", "Picture"
    picture: Picture | None = None
    caption: str = ""
    url: str = ""

    @property
    def alt(self) -> str:
        """What the picture shows, in words."""
        return self.picture.alt if self.picture else ""

    @property
    def missing(self) -> str:
        """It has to have its picture."""
        return "" if self.picture else "Choose its file, or remove it."


@dataclass(frozen=True)
class Button(Block):
    """The one thing the letter asks for."""

    kind, name = "button", "Button"
    label: str = ""
    url: str = ""

    @property
    def missing(self) -> str:
        """It has to say something and to lead somewhere."""
        return "" if self.label and self.url else "Give it words and an address, or remove it."


@dataclass(frozen=True)
class Divider(Block):
    """A line across."""

    kind, name = "divider", "Divider"


@dataclass(frozen=True)
class Poll(Block):
    """A question; each answer is a link."""

    kind, name = "poll", "Poll"
    question: str = ""
    answers: tuple[Answer, ...] = ()

    @property
    def missing(self) -> str:
        """It has to ask, and to offer a choice."""
        if self.question and len(self.answers) > 1:
            return ""
        return "Give it a question and two answers with their addresses, or remove it."


KINDS: dict[str, type[Block]] = {
    one.kind: one for one in (Lead, StoryList, Text, PictureBlock, Button, Divider, Poll)
}


def written(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Blocks as the database keeps them."""
    return [{"kind": block.kind, **asdict(block)} for block in blocks]


def read(kept: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Blocks as the database kept them."""
    return [_block(dict(one)) for one in kept]


def _block(kept: dict[str, Any]) -> Block:
    kind = KINDS[kept.pop("kind")]
    if "stories" in kept:
        kept["stories"] = tuple(_story(dict(one)) for one in kept["stories"])
    if "answers" in kept:
        kept["answers"] = tuple(Answer(**one) for one in kept["answers"])
    return kind(**_with_picture(kept))


def _story(kept: dict[str, Any]) -> Story:
    return Story(**_with_picture(kept))


def _with_picture(kept: dict[str, Any]) -> dict[str, Any]:
    if kept.get("picture"):
        kept["picture"] = Picture(**kept["picture"])
    return kept
