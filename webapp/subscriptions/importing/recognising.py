"""Recognising a table: which row names the columns, and what each column holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from ... import addresses
from ..attributing import MOST_NAMES, name_of
from ..columns import ATTRIBUTE_PREFIX, unguarded
from .opening import Rows, Table
from .programs import (
    ATTRIBUTE,
    MAYBE_GETS,
    NO,
    NOTHING_WRITTEN,
    OF_THE_GONE,
    PROGRAMS,
    REPEATABLE,
    YES,
)
from .rows import ColumnsUnknown, FileRefused
from .words import DECIDING, OURS, Mapped, field_of, is_kept, overruling, plain

MOST_COLUMNS = 500
LOOKED_AT = 20  # rows; some programs write a title or two above the header
SAMPLES = 3  # rows shown while somebody says what the columns are
LONGEST_SHOWN = 60  # characters
STANDING = ("ended_at", "stopped", "gets", "state")
TELLING = frozenset({"state", "gets"})


@dataclass(frozen=True)
class Columns:
    """Where each field stands, and what the table as a whole says."""

    header: list[str]
    places: dict[str, list[int]] = field(default_factory=dict)
    program: str = ""
    all_gone: bool = False  # it is an export of people who left or cannot be reached
    samples: list[list[str]] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        """Whether it is known where the addresses stand."""
        return "email" in self.places

    @cached_property
    def decides_beyond_address(self) -> bool:
        """Whether a column right of the address decides if the person gets anything."""
        address = self.places["email"][0]
        return any(i > address for name in DECIDING for i in self.places.get(name, ()))

    @cached_property
    def last_telling(self) -> int:
        """The last place of a column that every row fills; a row that ends before it is cut off."""
        return max((i for name in TELLING for i in self.places.get(name, ())), default=-1)

    @cached_property
    def standing(self) -> tuple[tuple[str, int], ...]:
        """The columns that say whether a person gets anything: fields and places."""
        return tuple((name, i) for name in STANDING for i in self.places.get(name, ()))

    @cached_property
    def attributes(self) -> tuple[tuple[str, int], ...]:
        """The columns that are kept as attributes: names and places."""
        kept = [(self.header[i], i) for i in self.places.get(ATTRIBUTE, ())]
        if kept and set(map(plain, self.header)) >= OURS:
            kept = [(unguarded(name).removeprefix(ATTRIBUTE_PREFIX), i) for name, i in kept]
        return tuple((name_of(name), i) for name, i in kept)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The fields of which a name is put together."""
        has = self.places.keys()
        if "name" in has:
            return ("name", "last") if "last" in has and "first" not in has else ("name",)
        return ("first", "last")

    def described(self) -> list[dict[str, object]]:
        """Every column with what it is taken for and what stands in it, for a screen."""
        by_place = {i: name for name, places in self.places.items() for i in places}
        by_place |= dict.fromkeys(self.places.get(ATTRIBUTE, ()), ATTRIBUTE)
        return [
            {
                "word": plain(name),
                "name": name,
                "field": by_place.get(i, ""),
                "samples": [row[i][:LONGEST_SHOWN] for row in self.samples if i < len(row)],
            }
            for i, name in enumerate(self.header)
            if plain(name)
        ]


def recognise(table: Table, mapped: Mapped | None = None) -> tuple[Columns, Rows]:
    """What the columns of a table hold, and the rows below their names.

    Raises FileRefused when it has too many columns, and ColumnsUnknown when it has no row at all.
    """
    mapped = mapped or {}
    head = [(line, cells) for line, cells in islice(table.rows, LOOKED_AT)]
    readable = [(i, cells) for i, (_, cells) in enumerate(head) if _has_words(cells)]
    if not readable:
        raise ColumnsUnknown
    at, header = next(
        ((i, cells) for i, cells in readable if _names_addresses(cells, mapped)), readable[0]
    )
    if len(header) > MOST_COLUMNS:
        raise FileRefused(f"The file has more than {MOST_COLUMNS} columns.")
    if any(_is_address(cell) for cell in header):
        names, below = [f"Column {n}" for n in range(1, len(header) + 1)], head[at:]
    else:
        names, below = [cell.strip() for cell in header], head[at + 1 :]
    samples = [cells for _, cells in below if not isinstance(cells, str)]
    return _columns(names, mapped, samples), _chained(below, table.rows)


def _columns(names: list[str], mapped: Mapped, samples: list[list[str]]) -> Columns:
    words = [plain(name) for name in names]
    overruled = overruling(mapped)
    places: dict[str, list[int]] = {}
    for i, word in enumerate(words):
        found = field_of(word, overruled)
        if word not in overruled and word in MAYBE_GETS and _answers(samples, i):
            found = "gets"
        if found and (found in REPEATABLE or found not in places):
            places.setdefault(found, []).append(i)
    has = set(words)
    program = next(
        (one.name for one in PROGRAMS if any(known <= has for known in one.signatures)), ""
    )
    if kept := [i for i, word in enumerate(words) if is_kept(word, mapped, has)]:
        places[ATTRIBUTE] = kept[:MOST_NAMES]
    gone = OF_THE_GONE & has
    all_gone = bool(gone) and not gone & overruled.keys()
    return Columns(names, places, program, all_gone, samples[:SAMPLES])


def _answers(samples: list[list[str]], place: int) -> bool:
    """Whether only yes and no stand in a column, as far as was looked."""
    found = {row[place].strip().lower() for row in samples if place < len(row)}
    return bool(found & (YES | NO)) and found <= YES | NO | NOTHING_WRITTEN


def _names_addresses(cells: Sequence[str], mapped: Mapped) -> bool:
    return any(field_of(plain(cell), overruling(mapped)) == "email" for cell in cells)


def _has_words(cells: list[str] | str) -> bool:
    return not isinstance(cells, str) and any(cell.strip() for cell in cells)


def _is_address(cell: str) -> bool:
    try:
        return "@" in cell and bool(addresses.normalise(cell))
    except addresses.AddressRefused:
        return False


def _chained(first: list[tuple[int, list[str] | str]], rest: Rows) -> Rows:
    yield from first
    yield from rest
