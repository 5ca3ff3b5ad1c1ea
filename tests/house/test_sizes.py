"""Small functions and small files: what a person can hold in mind."""

from __future__ import annotations

import ast
import statistics

import pytest

from tests.house.source import ROOT, modules

LONGEST_FILE = 250
LONGEST_FUNCTION = 45
LONGEST_VIEW = 18  # fifteen lines and the signature
MEDIAN_FUNCTION = 8


def functions(module):
    """Every function of a module with its number of lines, docstring and decorators left out."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            doc = node.body[0]
            is_doc = isinstance(doc, ast.Expr) and isinstance(doc.value, ast.Constant)
            docstring = doc.end_lineno - doc.lineno + 1 if is_doc else 0
            yield node, node.end_lineno - node.lineno + 1 - docstring


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_no_file_is_longer_than_a_person_reads_at_once(module):
    lines = module.text.count("\n")
    assert lines <= LONGEST_FILE, f"{module.name}: {lines} lines"


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_no_function_is_long(module):
    for node, lines in functions(module):
        assert lines <= LONGEST_FUNCTION, f"{module.name}: {node.name} has {lines} lines"


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_views_are_thin(module):
    for node, lines in functions(module):
        is_route = any(
            ".route(" in ast.unparse(d) or ".get(" in ast.unparse(d) or ".post(" in ast.unparse(d)
            for d in node.decorator_list
        )
        assert not is_route or lines <= LONGEST_VIEW, (
            f"{module.name}: view {node.name} has {lines} lines"
        )


def test_the_middle_function_is_short():
    sizes = [lines for module in modules() for _, lines in functions(module)]
    assert statistics.median(sizes) <= MEDIAN_FUNCTION


def test_stylesheets_and_scripts_are_short():
    for path in [*ROOT.glob("static/css/**/*.css"), *ROOT.glob("static/js/**/*.js")]:
        assert path.read_text(encoding="utf-8").count("\n") <= LONGEST_FILE, path.name
