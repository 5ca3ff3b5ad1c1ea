"""The blueprint of what readers read."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("reading", __name__)
