"""The columns of our own export, and how its cells are guarded: what it writes, an import reads."""

from __future__ import annotations

COLUMNS = ("email", "name", "confirmed_at", "state", "source", "asked_at", "ended_at", "reason")
# Only where they tell more than the columns above: of several lists, and of the suppressed.
FURTHER = ("list", "suppressed_since", "suppressed_because")
# Before the name of an attribute that would be taken for something else.
ATTRIBUTE_PREFIX = "attribute "
# A spreadsheet takes a cell that begins with one of these for a formula and runs it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def guarded(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would run; an import takes it off."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that exports put before what looks like a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@"} else cell
