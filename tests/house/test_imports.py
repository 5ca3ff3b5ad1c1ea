"""Imports go one way: shared → mail → accounts → reading, subscriptions → … → factory and cli."""

from __future__ import annotations

import pytest

from tests.house.source import PACKAGES, WEBAPP, modules

LEVEL = {"": 0, "mail": 1, "accounts": 2, "reading": 3, "subscriptions": 3, "campaigns": 4}
LEVEL |= {"bounces": 5, "newsroom": 6, "demo": 7, "cli": 8}
FACTORY = {"__init__.py", "__main__.py", "health.py"}
PRIVATE = {"views", "forms", "mails", "blueprint"}
FORBIDDEN = {"utils", "helpers", "common", "misc", "services", "managers", "base", "util", "helper"}


def packages_imported(module):
    """Pairs of package and module that a file imports from other packages of the house."""
    for name in module.imports():
        parts = name.split(".")
        if (
            parts[0] == "webapp"
            and len(parts) > 1
            and parts[1] in LEVEL
            and parts[1] != module.package
        ):
            yield parts[1], parts[2] if len(parts) > 2 else ""


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_a_module_imports_only_what_stands_below_it(module):
    if module.name in FACTORY:
        return
    for package, _ in packages_imported(module):
        assert LEVEL[package] < LEVEL[module.package], f"{module.name} imports {package}"


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_no_package_reaches_into_another_ones_views_forms_or_mails(module):
    for package, inside in packages_imported(module):
        assert inside not in PRIVATE, f"{module.name} imports {package}.{inside}"


def test_the_packages_are_those_of_the_design():
    found = {path.parent.name for path in WEBAPP.glob("*/__init__.py")}
    assert set(PACKAGES) <= found
    assert found <= set(LEVEL) | {"migrations"}


def test_no_module_has_a_name_that_says_nothing():
    for module in modules():
        assert not set(module.path.relative_to(WEBAPP).with_suffix("").parts) & FORBIDDEN, (
            module.name
        )
