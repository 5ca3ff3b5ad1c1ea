"""Campaigns: composing, launching, sending, and the account of every recipient."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from flask import Flask

from . import actions as actions
from . import digests as digests
from . import disclosing as disclosing
from . import erasing as erasing
from . import inspections as inspections
from . import jobs as jobs
from . import models as models
from . import reactions as reactions
from . import scheduling as scheduling
from . import touching as touching
from . import versioning as versioning
from . import views as views
from .archiving import newest_issues
from .blueprint import bp
from .personalising import impersonal
from .sampling import samples


def init_app(app: Flask) -> None:
    """Bind the package to the application."""
    app.register_blueprint(bp)
    app.add_template_filter(impersonal)
    reactions.init_app(app)

    @app.context_processor
    def archive() -> dict[str, Callable[[], dict[int, models.Campaign]]]:
        """``newest_issues()``, ``sample_letters()``: asked for once per page and only if used.

        A list without a sample shows its newest issue as one.
        """
        newest = cache(newest_issues)
        return {"newest_issues": newest, "sample_letters": cache(lambda: newest() | samples())}
