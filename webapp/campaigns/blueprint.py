"""The blueprint of the archive of letters."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("campaigns", __name__)
