"""Small functions and small files: what a person can hold in mind."""

from __future__ import annotations

import ast
import re
import statistics

from tests.house.source import ROOT, modules

LONGEST_FILE = 250
LONGEST_FUNCTION = 45
LONGEST_VIEW = 18  # fifteen lines and the signature
MEDIAN_FUNCTION = 8
ROUTE = re.compile(r"\.(route|get|post)\(")


def functions():
    """Every function: its module, its node, and its lines without docstring and decorators."""
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                doc = node.body[0]
                is_doc = isinstance(doc, ast.Expr) and isinstance(doc.value, ast.Constant)
                docstring = doc.end_lineno - doc.lineno + 1 if is_doc else 0
                yield module, node, node.end_lineno - node.lineno + 1 - docstring


def test_no_file_is_longer_than_a_person_reads_at_once():
    lines = {module.name: module.text.count("\n") for module in modules()}
    assert not {name: count for name, count in lines.items() if count > LONGEST_FILE}


def test_no_function_is_long():
    long = [f"{m.name}: {node.name}, {n}" for m, node, n in functions() if n > LONGEST_FUNCTION]
    assert not long


def test_views_are_thin():
    views = [
        (f"{module.name}: {node.name}", lines)
        for module, node, lines in functions()
        if any(ROUTE.search(ast.unparse(decorator)) for decorator in node.decorator_list)
    ]
    assert len(views) > 50
    assert not [f"{name}, {lines}" for name, lines in views if lines > LONGEST_VIEW]


def test_the_middle_function_is_short():
    assert statistics.median(lines for *_, lines in functions()) <= MEDIAN_FUNCTION


def test_stylesheets_and_scripts_are_short():
    found = [*ROOT.glob("static/css/**/*.css"), *ROOT.glob("static/js/**/*.js")]
    lines = {path.name: path.read_text(encoding="utf-8").count("\n") for path in found}
    assert not {name: count for name, count in lines.items() if count > LONGEST_FILE}
