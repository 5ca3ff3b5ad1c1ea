"""mail"""

from __future__ import annotations

from flask import Flask

from . import models as models


def init_app(app: Flask) -> None:
    """Bind the package to the application."""
