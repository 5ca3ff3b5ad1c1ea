"""The newsroom: staff screens over the other packages. Its only table is the audit log."""

from __future__ import annotations

from flask import Flask

from . import models as models
from . import views as views
from .blueprint import bp
from .counting import sidebar_counts

bp.context_processor(lambda: {"waiting": sidebar_counts()})


def init_app(app: Flask) -> None:
    """Serve the staff screens."""
    app.register_blueprint(bp)
