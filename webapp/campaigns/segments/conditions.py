"""The conditions of a search for subscribers: a small closed set, and the sentence it makes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

STATES = {
    "confirmed": "Confirmed",
    "awaiting": "Awaiting",
    "left": "Left",
    "suppressed": "Suppressed",
}
SOURCES = {
    "form": "A form of the site",
    "import": "Import",
    "staff": "Staff",
    "preferences": "Preferences",
    "undo": "Took back leaving",
    "moved": "Another address",
}
LETTERS = {"sent": "was sent", "not": "was not sent"}
LONGEST = 200  # characters of any one
MOST_WORDS = 5
NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Conditions:
    """What subscribers must meet, all of it; what is empty does not narrow.

    ``state``, ``source``, ``since`` and ``until`` speak of the newest subscription to ``list_id``
    and mean nothing without it, but for the state “suppressed”. Days are written like 2026-11-27,
    by the paper’s calendar, both included, and are those on which people asked.
    """

    words: str = ""  # parts of address or name, all of them
    list_id: int = 0
    state: str = ""
    source: str = ""
    since: str = ""
    until: str = ""
    attribute: str = ""
    value: str = ""
    domain: str = ""
    letter: str = ""  # one of LETTERS
    campaign_id: int = 0

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """The conditions among ``given``; what is of another kind or makes no sense is left out."""
        kept = {one.name: _read(given.get(one.name), one.type == "int") for one in fields(cls)}
        choices = {"state": STATES, "source": SOURCES, "letter": LETTERS}
        kept |= {name: "" for name, known in choices.items() if kept[name] not in known}
        kept |= {name: "" for name in ("since", "until") if not day_of(str(kept[name]))}
        if not kept["list_id"]:
            kept |= dict.fromkeys(("source", "since", "until"), "")
            kept["state"] = "suppressed" if kept["state"] == "suppressed" else ""
        if not (kept["attribute"] and kept["value"]):
            kept |= {"attribute": "", "value": ""}
        if not (kept["letter"] and kept["campaign_id"]):
            kept |= {"letter": "", "campaign_id": 0}
        return cls(**kept)

    def written(self) -> dict[str, Any]:
        """What is kept of them: only those that narrow."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def terms(self) -> list[str]:
        """The parts that address or name must contain."""
        return self.words.lower().split()[:MOST_WORDS]

    @property
    def are_of_the_list_alone(self) -> bool:
        """Whether the tallies of a list tell how many meet them."""
        return bool(self.list_id) and not set(self.written()) - {"list_id", "state", "source"}

    @property
    def exclude_suppressed(self) -> bool:
        """Whether they name a state of those who may be written to."""
        return self.state not in {"", "suppressed"}


def day_of(written: str) -> dt.date | None:
    """A day written like 2026-11-24; None when it is not one."""
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None


def _read(value: object, is_number: bool) -> Any:  # noqa: FBT001 (one of two kinds)
    if is_number:
        return int(str(value)) if NUMBER.fullmatch(str(value)) else 0
    return " ".join(value.replace("\0", "").split())[:LONGEST] if isinstance(value, str) else ""


def sentence(conditions: Conditions, lists: Mapping[int, str], letters: Mapping[int, str]) -> str:
    """The conditions as people say them; ``lists`` and ``letters`` have the names by id."""
    c = conditions
    where = f"on {lists.get(c.list_id, 'a list that is gone')}" if c.list_id else "on any list"
    parts = [f"{STATES[c.state].lower()} {where}" if c.state else where]
    if c.source:
        parts.append(f"by {SOURCES[c.source].lower()}")
    parts += [f"asked {word} {_day(day)}" for word, day in _days(c)]
    if c.terms:
        quoted = " and ".join(f"“{term}”" for term in c.terms)
        parts.append(f"address or name contains {quoted}")
    if c.domain:
        parts.append(f"address at {c.domain}")
    if c.attribute:
        parts.append(f"{c.attribute} is “{c.value}”")
    if c.letter:
        parts.append(f"{LETTERS[c.letter]} {letters.get(c.campaign_id, 'a letter that is gone')}")
    whole = ", ".join(parts)
    return whole[0].upper() + whole[1:] + "."


def _days(conditions: Conditions) -> list[tuple[str, str]]:
    return [
        (word, day)
        for word, day in (("from", conditions.since), ("until", conditions.until))
        if day
    ]


def _day(written: str) -> str:
    return f"{dt.date.fromisoformat(written):%-d %B %Y}"
