"""Mail: one message, the outbox, and the ways out of the house."""

from __future__ import annotations

from flask import Flask

from . import models as models
from . import outbox as outbox
from . import views as views
from .blueprint import bp
from .limits import folding as folding


def init_app(app: Flask) -> None:
    """Bind the package to the application."""
    app.register_blueprint(bp)
