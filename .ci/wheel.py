"""Puts into a wheel what lies beside the package in a checkout: templates and static files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BesideThePackage(BuildHookInterface):
    """Hatchling calls this for each build; an editable install reads the checkout itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folders. A wheel without its browser bundle would serve bare pages."""
        if version == "editable":
            return
        if not (Path(self.root) / "static" / "dist" / "site.css").exists():
            raise FileNotFoundError("static/dist is not built: use `make wheel`.")
        build_data["force_include"] |= {f: f"webapp/{f}" for f in ("templates", "static")}
