"""Arranging blocks: put in, moved, changed and taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from .kinds import Block

Item = TypeVar("Item")


def next_number(blocks: Sequence[Block]) -> int:
    """A number that no block has."""
    return max((block.number for block in blocks), default=0) + 1


def found(blocks: Sequence[Block], number: int) -> Block | None:
    """The block with a number."""
    return next((block for block in blocks if block.number == number), None)


def put(blocks: Sequence[Block], changed: Block) -> list[Block]:
    """The blocks with one changed."""
    return [changed if block.number == changed.number else block for block in blocks]


def without(blocks: Sequence[Block], number: int) -> list[Block]:
    """The blocks without one."""
    return [block for block in blocks if block.number != number]


def moved(blocks: Sequence[Block], number: int, steps: int) -> list[Block]:
    """The blocks with one moved; at an end it stays."""
    place = next((at for at, block in enumerate(blocks) if block.number == number), None)
    return list(blocks) if place is None else shifted(blocks, place, steps)


def shifted(items: Sequence[Item], place: int, steps: int) -> list[Item]:
    """The items with the one at a place moved by so many steps; at an end it stays."""
    rest = [item for at, item in enumerate(items) if at != place]
    rest.insert(max(0, place + steps), items[place])
    return rest
