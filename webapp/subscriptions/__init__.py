"""Mailing lists: asking, confirming, preferring, leaving; and the proof of it all."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from flask import Flask

from ..extensions import db
from . import disclosing as disclosing
from . import erasing as erasing
from . import importing as importing
from . import keeping as keeping
from . import lapsing as lapsing
from . import models as models
from . import surveying as surveying
from . import views as views
from .blueprint import bp
from .models import MailingList, open_lists
from .wording import asked_on


def init_app(app: Flask) -> None:
    """Bind the package to the application."""
    app.register_blueprint(bp)
    app.add_template_global(asked_on, "subscribe_wording")

    @app.context_processor
    def lists() -> dict[str, Callable[[], list[MailingList]]]:
        """``mailing_lists()``: what anyone may join, asked for once per page and only if used."""
        return {"mailing_lists": cache(_open_lists)}


def _open_lists() -> list[MailingList]:
    return list(db.session.scalars(open_lists()))
