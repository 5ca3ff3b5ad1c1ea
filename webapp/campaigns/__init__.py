"""Campaigns: composing, launching, sending, and the account of every recipient."""

from __future__ import annotations

from flask import Flask

from . import jobs as jobs
from . import models as models
from . import views as views
from .blueprint import bp


def init_app(app: Flask) -> None:
    """Bind the package to the application."""
    app.register_blueprint(bp)
