"""docs/asvs.md: every requirement has its row, and what a row names is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import NamedTuple

import pytest

from tests.house.source import ROOT
from webapp.config import PREFIX, SETTINGS
from webapp.database import Base

INDEX = ROOT / "docs" / "asvs.md"
PAGES = sorted((ROOT / "docs" / "asvs").glob("*.md"))
# The numbers of levels 1 and 2 in the nine chapters that are complete.
NUMBERS = """
V2.1 1 2 3
V2.2 1 2 3
V2.3 1 2 3 4
V2.4 1
V3.2 1 2
V3.3 1 2 3 4
V3.4 1 2 3 4 5 6
V3.5 1 2 3 4 5
V3.7 1 2
V6.1 1 2 3
V6.2 1 2 3 4 5 6 7 8 9 10 11 12
V6.3 1 2 3 4
V6.4 1 2 3 4
V6.5 1 2 3 4 5
V6.6 1 2 3
V6.8 1 2 3 4
V7.1 1 2 3
V7.2 1 2 3 4
V7.3 1 2
V7.4 1 2 3 4 5
V7.5 1 2
V7.6 1 2
V8.1 1 2
V8.2 1 2 3
V8.3 1
V8.4 1
V9.1 1 2 3
V9.2 1 2 3 4
V11.1 1 2
V11.2 1 2 3
V11.3 1 2 3
V11.4 1 2 3 4
V11.5 1
V11.6 1
V14.1 1 2
V14.2 1 2 3 4
V14.3 1 2 3
V16.1 1
V16.2 1 2 3 4 5
V16.3 1 2 3 4
V16.4 1 2 3
V16.5 1 2 3
"""
COMPLETE = {
    f"{section}.{number}"
    for section, *numbers in map(str.split, NUMBERS.strip().splitlines())
    for number in numbers
}
ROW = re.compile(r"\| (V\d+\.\d+\.\d+) \|(.*)\|$", re.MULTILINE)
TABLE = re.compile(r"`([a-z_]+)`")
OTHERWISE = re.compile(r"[Mm]et otherwise|[Nn]ot met")


class Row(NamedTuple):
    """One requirement: its number, what it asks, where it is met, and what shows it."""

    number: str
    asks: str
    met: str
    shown: str

    @property
    def named(self) -> list[str]:
        """Everything it names, as it is written between backticks."""
        return re.findall(r"`([^`]+)`", self.met + self.shown)


def rows(text: str) -> list[list[str]]:
    """Number and further cells of every row of every table."""
    return [[n, *(cell.strip() for cell in rest.split(" | "))] for n, rest in ROW.findall(text)]


ROWS = [Row(*cells) for page in PAGES for cells in rows(page.read_text(encoding="utf-8"))]


@cache
def names_in(path: str) -> set[str]:
    """Every function, class, method and constant of a Python file: account, Account.end."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{one.name}" for one in node.body if hasattr(one, "name")}
        if isinstance(node, ast.Assign):
            found |= {name for target in node.targets for name in ast.unparse(target).split(", ")}
        if isinstance(node, ast.AnnAssign):
            found.add(ast.unparse(node.target))
    return found


@cache
def headings_in(path: str) -> set[str]:
    """The headings of a document as links name them: the-second-step."""
    text = (ROOT / path).read_text(encoding="utf-8")
    lines = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", line.lower()).replace(" ", "-") for line in lines}


def is_there(named: str) -> bool:
    """Whether a file, a name in it, a heading or a setting is there."""
    if named.startswith(PREFIX):
        return named in {setting.variable for setting in SETTINGS}
    path, _, name = named.partition("::")
    document, _, heading = path.partition("#")
    if not (ROOT / document).exists():
        return False
    if heading:
        return heading in headings_in(document)
    return not name or name in names_in(path)


def is_place(named: str) -> bool:
    """Whether what stands between backticks is a place, and not a word of HTTP or of the shell."""
    is_file = "/" in named or named.endswith((".txt", ".json", ".toml"))
    return (is_file and " " not in named) or named.startswith(PREFIX)


def test_every_requirement_of_the_complete_chapters_has_one_row():
    numbers = [row.number for row in ROWS]
    assert COMPLETE - set(numbers) == set()
    assert len(numbers) == len(set(numbers))
    of_complete = {number.split(".")[0] for number in COMPLETE}
    assert {n for n in numbers if n.split(".")[0] in of_complete} == COMPLETE


@pytest.mark.parametrize("row", ROWS, ids=[row.number for row in ROWS])
def test_a_row_names_what_is_there_and_how_it_is_shown(row):
    assert row.asks
    missing = [named for named in row.named if is_place(named) and not is_there(named)]
    assert not missing
    tests = [named for named in re.findall(r"`([^`]+)`", row.shown) if named.startswith("tests/")]
    in_words = re.search(r"\w+ \w+ \w+", re.sub(r"`[^`]*`", "", row.shown))
    assert tests or in_words, "neither a test nor a reason"
    assert row.met == "–" or row.named or row.shown, "nowhere met"
    if row.shown.startswith("Does not apply"):
        assert row.shown.endswith("."), "a sentence says why"


def test_a_test_that_is_named_is_one_that_runs():
    for row in ROWS:
        for named in row.named:
            path, _, name = named.partition("::")
            if path.startswith("tests/") and name:
                assert name.startswith("test_"), named


def test_what_is_not_met_or_met_otherwise_is_listed_and_nothing_else():
    listed = [cells[0] for cells in rows(INDEX.read_text(encoding="utf-8"))]
    marked = {row.number for row in ROWS if OTHERWISE.search(row.shown)}
    assert sorted(listed) == sorted(marked)


def test_every_page_is_in_the_index():
    text = INDEX.read_text(encoding="utf-8")
    assert all(f"(asvs/{page.name})" in text for page in PAGES)


def test_every_table_has_its_level():
    """What is kept of anybody is classified in docs/data.md, and no table is forgotten there."""
    classified = set(TABLE.findall((ROOT / "docs" / "data.md").read_text(encoding="utf-8")))
    assert set(Base.metadata.tables) - classified == set()
