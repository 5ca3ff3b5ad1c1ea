"""Pressing: the switches on a shared page, turned on for the reader who keeps or follows.

A switch is a button that templates/components/switches.html draws. All pages carry it off; its
three attributes are turned on in the ready bytes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, select

from ...accounts.models import Account
from ...accounts.recognising import OPEN
from ..models import Follow, SavedStory

SAVE = "save"
SWITCH = re.compile(
    rb'formaction="(?P<action>[^"]+)" data-switch="(?P<key>[a-z-]+-\d+)" aria-pressed="false"'
)
IS_ON_PAGE = SavedStory.article_id.in_(bindparam("article_ids", expanding=True))
SAVED = select(SavedStory.article_id).where(
    SavedStory.account_id == bindparam("account_id"), IS_ON_PAGE
)
# Who is signed in and what of a page they saved, in one question: it is asked for every page.
OPEN_WITH_SAVED = OPEN.add_columns(SavedStory.article_id).outerjoin(
    SavedStory, and_(SavedStory.account_id == Account.id, IS_ON_PAGE)
)
FOLLOWED = select(
    Follow.section_id.label("section"),
    Follow.topic_id.label("topic"),
    Follow.author_id.label("author"),
).where(Follow.account_id == bindparam("account_id"))


class Switch(NamedTuple):
    """One switch of a page: its key, where its attributes stand, and how they read when on."""

    key: str
    start: int
    end: int
    pressed: bytes


def switches_in(body: bytes) -> tuple[Switch, ...]:
    """The switches of a page, in their order."""
    return tuple(
        Switch(found["key"].decode(), *found.span(), _pressed(found))
        for found in SWITCH.finditer(body)
    )


def _pressed(found: re.Match[bytes]) -> bytes:
    return b'formaction="%sremove/" data-switch="%s" aria-pressed="true"' % found.group(
        "action", "key"
    )


def press(body: bytes, switches: Sequence[Switch], on: Collection[str]) -> bytes:
    """The page with those switches on whose keys are among ``on``."""
    pieces, done = [], 0
    for switch in switches:
        if switch.key in on:
            pieces += [body[done : switch.start], switch.pressed]
            done = switch.end
    return b"".join([*pieces, body[done:]])


def pressed_by(connection: Connection, account_id: int, keys: Collection[str]) -> set[str]:
    """Those of ``keys`` that the reader has on: at most one question for each kind of switch."""
    asked = {"account_id": account_id, "article_ids": savable(keys)}
    found = connection.execute(SAVED, asked).scalars() if asked["article_ids"] else ()
    return {saved(article_id) for article_id in found} | followed(connection, account_id, keys)


def savable(keys: Collection[str]) -> list[int]:
    """The ids of the stories that have switches."""
    return [int(key.rpartition("-")[2]) for key in keys if key.startswith(SAVE)]


def saved(article_id: int) -> str:
    """The key of the switch that saves a story."""
    return f"{SAVE}-{article_id}"


def followed(connection: Connection, account_id: int, keys: Collection[str]) -> set[str]:
    """Those of ``keys`` that say what the reader follows; asks only if there are such."""
    if all(key.startswith(SAVE) for key in keys):
        return set()
    return set(_followed(connection, account_id)) & set(keys)


def _followed(connection: Connection, account_id: int) -> Iterator[str]:
    for row in connection.execute(FOLLOWED, {"account_id": account_id}).mappings():
        yield from (f"follow-{kind}-{row_id}" for kind, row_id in row.items() if row_id)
