"""Judging rows by what the file itself says: a person, or a row that is not taken and why."""

from __future__ import annotations

import datetime as dt
import json

from ... import addresses
from ..attributing import cleaned
from ..columns import unguarded
from . import dating
from .programs import DELETION, GETS, GETS_NOTHING, NO, NOTHING_WRITTEN, WAITS, YES
from .recognising import Columns
from .rows import Refusal, Row

LONGEST_NAME = 200
LONGEST_TYPED = 100
LONGEST_EVIDENCE = 60
UNDECODED = "\ufffd"
NO_ADDRESS = "This is not an e-mail address."
UNREADABLE = "The address has a letter that cannot be read; save the file as UTF-8."
GONE = "The file says that this person gets nothing."
ALL_GONE = "The file is one of people who left or cannot be reached."
DELETED = "This person asked to be deleted."
UNKNOWN_STATE = "We do not know what the state “{}” means, so this person is left out."
UNKNOWN_ANSWER = "“{}” is neither yes nor no, so this person is left out."
TOO_WIDE = "The row has more cells than there are columns, so what stands in which is not known."
TOO_SHORT = "The row ends before the column that says whether this person gets anything."


class _Refused(ValueError):
    """The row is not taken; the arguments are its kind and the reason."""


def judge(columns: Columns, line: int, cells: list[str]) -> Row | Refusal:
    """A row held against what the columns mean."""
    typed, email = unguarded(_cell(columns, cells, "email")), ""
    try:
        email = _address(typed)
        _fits(columns, cells)
        waits = _standing(columns, cells)
        confirmed_at = _confirmed(columns, cells)
    except _Refused as refused:
        kind, reason = refused.args
        return Refusal(line, email or typed[:LONGEST_TYPED], kind, reason)
    if columns.all_gone:
        return Refusal(line, email, "unsubscribed", ALL_GONE)
    proven = None if waits else confirmed_at
    said, attributes = _said(columns, cells, proven), _attributes(columns, cells)
    return Row(line, email, _name(columns, cells), proven, said, attributes)


def _address(typed: str) -> str:
    if UNDECODED in typed:
        raise _Refused("invalid", UNREADABLE)
    try:
        email = addresses.normalise(typed)
    except addresses.AddressRefused:
        raise _Refused("invalid", NO_ADDRESS) from None
    if email.endswith(DELETION):
        raise _Refused("unsubscribed", DELETED)
    return email


def _fits(columns: Columns, cells: list[str]) -> None:
    """Refuse a row with cells too many or too few, where that touches what decides."""
    width = len(columns.header)
    if len(cells) > width and columns.decides_beyond_address and any(map(str.strip, cells[width:])):
        raise _Refused("invalid", TOO_WIDE)
    if len(cells) <= columns.last_telling:
        raise _Refused("invalid", TOO_SHORT)


def _standing(columns: Columns, cells: list[str]) -> bool:
    """Whether the person waits at the other program; refused when they get nothing there."""
    waits = False
    for name, place in columns.standing:
        cell = cells[place].strip() if place < len(cells) else ""
        word = cell.lower()
        if name == "state":
            waits |= _judge_state(cell)
        elif name == "gets":
            _judge_answer(cell)
        elif word not in NOTHING_WRITTEN and not (name == "stopped" and word in NO):
            raise _Refused("unsubscribed", GONE)
    return waits


def _judge_answer(cell: str) -> None:
    word = cell.lower()
    if word in NO or word in GETS_NOTHING:
        raise _Refused("unsubscribed", GONE)
    if word not in YES | GETS | WAITS | NOTHING_WRITTEN:
        raise _Refused("invalid", UNKNOWN_ANSWER.format(cell[:LONGEST_TYPED]))


def _judge_state(cell: str) -> bool:
    """Whether the state is one of waiting."""
    word = " ".join(cell.lower().replace("_", " ").replace("-", " ").split())
    if word in GETS_NOTHING:
        raise _Refused("unsubscribed", GONE)
    if word in WAITS:
        return True
    if word not in GETS and cell.lower() not in NOTHING_WRITTEN:
        raise _Refused("invalid", UNKNOWN_STATE.format(cell[:LONGEST_TYPED]))
    return False


def _confirmed(columns: Columns, cells: list[str]) -> dt.datetime | None:
    typed = _cell(columns, cells, "confirmed_at")
    if typed.lower() in NOTHING_WRITTEN:
        return None
    try:
        return dating.moment(typed)
    except dating.NotAMoment as problem:
        name = columns.header[columns.places["confirmed_at"][0]]
        raise _Refused("invalid", f"{name} {problem}") from None


def _said(columns: Columns, cells: list[str], proven: dt.datetime | None) -> str:
    """What the file says of the agreement, in words that are kept as evidence."""
    said = f"confirmed at {proven.isoformat()}" if proven else "without proof"
    if proven and (address := _evidence(columns, cells, "confirmed_ip")):
        said += f", from {address}"
    if asked := _evidence(columns, cells, "asked_at"):
        said += f"; asked at {asked}"
    if address := _evidence(columns, cells, "asked_ip"):
        said += f"; asked from {address}"
    return said


def _evidence(columns: Columns, cells: list[str], name: str) -> str:
    if name not in columns.places:
        return ""
    cell = _cell(columns, cells, name)
    return "" if cell.lower() in NOTHING_WRITTEN else _printable(cell)[:LONGEST_EVIDENCE]


def _name(columns: Columns, cells: list[str]) -> str:
    parts = [_cell(columns, cells, name) for name in columns.names]
    given = unguarded(" ".join(parts))
    return " ".join(_printable(given).split())[:LONGEST_NAME]


def _attributes(columns: Columns, cells: list[str]) -> str:
    """What is kept of the row; of two columns with one name the first counts that says anything."""
    found: dict[str, str] = {}
    for name, place in columns.attributes:
        if place < len(cells) and (cell := cells[place].strip()):
            found.setdefault(name, _printable(unguarded(cell)))
    kept = cleaned(found) if found else {}
    return json.dumps(kept, ensure_ascii=False) if kept else ""


def _printable(cell: str) -> str:
    """The cell without control characters and without what could not be decoded."""
    if cell.isprintable() and UNDECODED not in cell:
        return cell
    return "".join(c if c.isprintable() and c != UNDECODED else " " for c in cell)


def _cell(columns: Columns, cells: list[str], name: str) -> str:
    """The cell of a field; empty where there is no such column, or the row ends before it."""
    places = columns.places.get(name)
    return cells[places[0]].strip() if places and places[0] < len(cells) else ""
