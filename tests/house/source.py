"""The source of the house, parsed once for the tests that read it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
WEBAPP = ROOT / "webapp"
PACKAGES = ("mail", "accounts", "reading", "subscriptions", "campaigns", "bounces", "newsroom")


@dataclass(frozen=True)
class Module:
    """One Python file of the house."""

    path: Path

    @property
    def name(self) -> str:
        """Path below webapp/, as people say it: reading/saving.py."""
        return self.path.relative_to(WEBAPP).as_posix()

    @property
    def package(self) -> str:
        """The package it is in; "" for shared modules."""
        parts = self.path.relative_to(WEBAPP).parts
        return parts[0] if len(parts) > 1 else ""

    @cached_property
    def text(self) -> str:
        """The source."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The source, parsed."""
        return ast.parse(self.text)

    def imports(self) -> set[str]:
        """Every module it imports, by absolute name: webapp.reading.models, flask."""
        here = ["webapp", *self.path.relative_to(WEBAPP).with_suffix("").parts]
        found = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                base = here[: len(here) - node.level] if node.level else []
                module = ".".join([*base, *([node.module] if node.module else [])])
                found |= {module} | {f"{module}.{alias.name}" for alias in node.names}
        return {name for name in found if name}

    def calls(self) -> set[str]:
        """Every dotted name it calls: db.session.commit, dt.datetime.now."""
        return {
            ast.unparse(node.func) for node in ast.walk(self.tree) if isinstance(node, ast.Call)
        }


@cache
def modules() -> list[Module]:
    """Every Python file below webapp/ but the migrations."""
    return [
        Module(path)
        for path in sorted(WEBAPP.rglob("*.py"))
        if "migrations" not in path.parts and "__pycache__" not in path.parts
    ]
