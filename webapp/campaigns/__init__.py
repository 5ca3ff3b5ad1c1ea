"""Campaigns: composing, launching, sending, and the account of every recipient."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from flask import Flask

from . import jobs as jobs
from . import models as models
from . import views as views
from .archiving import newest_issues
from .blueprint import bp


def init_app(app: Flask) -> None:
    """Bind the package to the application."""
    app.register_blueprint(bp)

    @app.context_processor
    def archive() -> dict[str, Callable[[], dict[int, models.Campaign]]]:
        """``newest_issues()``: asked for once per page and only if used."""
        return {"newest_issues": cache(newest_issues)}
