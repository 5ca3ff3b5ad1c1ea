"""Pressing: the switches on a shared page, turned on for the reader who keeps or follows.

A switch is a button that templates/components/switches.html draws. All pages carry it off; its
three attributes are turned on in the ready bytes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    null,
    select,
    union_all,
)

from ...accounts.models import Account
from ...accounts.recognising import OPEN
from .. import following
from ..listing import IS_KEPT
from ..models import Follow, SavedStory

Question = Select[Any] | CompoundSelect[Any]

SAVE = "save"
SWITCH = re.compile(
    rb'formaction="(?P<action>[^"]+)" data-switch="(?P<key>[a-z-]+-\d+)" aria-pressed="false"'
)
FOLLOWS = [column.label(kind) for kind, (_, column) in following.KINDS.items()]
# Who is asked about: what OPEN says of a session, of an account that is known already.
KNOWN = select(Account.id, Account.role).where(Account.id == bindparam("account_id"))


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


def pressed_by(connection: Connection, account_id: int, keys: frozenset[str]) -> frozenset[str]:
    """Those of ``keys`` that a reader has on, in one question."""
    question, asked = about_page(keys, KNOWN)
    return keys_on(connection.execute(question, {**asked, "account_id": account_id}), keys)


@lru_cache(maxsize=1024)
def about_page(
    keys: frozenset[str], who: Select[int, str] = OPEN
) -> tuple[Question, Mapping[str, int]]:
    """Who is signed in and what of a page is on for them: one question, with what it asks about.

    It is asked for every page, so SQLAlchemy must not write it anew for each number of stories.
    """
    ids = [int(key.rpartition("-")[2]) for key in keys if key.startswith(SAVE)] or [0]
    room = 1 << (len(ids) - 1).bit_length()
    ids += ids[:1] * (room - len(ids))
    follows = any(not key.startswith(SAVE) for key in keys)
    asked = {f"article_{place}": one for place, one in enumerate(ids)}
    return _with_own(who, room, follows=follows), MappingProxyType(asked)


@cache
def _with_own(who: Select[int, str], room: int, *, follows: bool) -> Question:
    asked = [bindparam(f"article_{place}", type_=Integer) for place in range(room)]
    is_on_page = SavedStory.article_id.in_(asked)
    is_theirs = and_(SavedStory.account_id == Account.id, is_on_page, IS_KEPT)
    none = [null().label(column.name) for column in FOLLOWS]
    with_saved = who.add_columns(SavedStory.article_id, *none).outerjoin(SavedStory, is_theirs)
    if not follows:
        return with_saved
    with_followed = who.add_columns(null().label("article_id"), *FOLLOWS)
    return union_all(with_saved, with_followed.join(Follow, Follow.account_id == Account.id))


def keys_on(rows: Iterable[Row[Any]], keys: frozenset[str]) -> frozenset[str]:
    """Those of ``keys`` that are on, by the answer to ``about_page``."""
    return frozenset(key for row in rows for key in _keys_of(row)).intersection(keys)


def _keys_of(row: Row[Any]) -> Iterator[str]:
    if row.article_id:
        yield f"{SAVE}-{row.article_id}"
    for kind in following.KINDS:
        number = getattr(row, kind)
        if number:
            yield f"follow-{kind}-{number}"
