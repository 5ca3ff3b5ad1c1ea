"""Imports go one way: shared → mail → accounts → reading, subscriptions → … → factory and cli."""

from __future__ import annotations

from tests.house.source import PACKAGES, WEBAPP, modules

LEVEL = {"": 0, "mail": 1, "accounts": 2, "reading": 3, "subscriptions": 3, "campaigns": 4}
LEVEL |= {"bounces": 5, "newsroom": 6, "demo": 7, "cli": 8}
FACTORY = {"__init__.py", "__main__.py", "health.py"}
PRIVATE = {"views", "forms", "mails", "blueprint"}
FORBIDDEN = {"utils", "helpers", "common", "misc", "services", "managers", "base", "util", "helper"}


def crossings():
    """Every import across packages: the module, the package it reaches into, and what there."""
    for module in modules():
        for name in module.imports():
            _, package, inside = [*name.split("."), "", ""][:3]
            is_ours = name.startswith("webapp.") and package in LEVEL
            if is_ours and package != module.package:
                yield module, package, inside


def test_a_module_imports_only_what_stands_below_it():
    upward = [
        f"{module.name} imports {package}"
        for module, package, _ in crossings()
        if module.name not in FACTORY and LEVEL[package] >= LEVEL[module.package]
    ]
    assert not upward


def test_no_package_reaches_into_another_ones_views_forms_or_mails():
    reaching = [
        f"{m.name} imports {p}.{inside}" for m, p, inside in crossings() if inside in PRIVATE
    ]
    assert not reaching


def test_the_packages_are_those_of_the_design():
    found = {path.parent.name for path in WEBAPP.glob("*/__init__.py")}
    assert set(PACKAGES) <= found
    assert found <= set(LEVEL) | {"migrations"}


def test_no_module_has_a_name_that_says_nothing():
    parts = {m.name: set(m.path.relative_to(WEBAPP).with_suffix("").parts) for m in modules()}
    assert not [name for name, words in parts.items() if words & FORBIDDEN]
