"""The audit log."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from ...accounts.guards import staff
from ...accounts.models import Role
from ..auditing import newest_entries
from ..blueprint import bp
from .asking import asked_page


@bp.get("/audit/")
@staff(Role.OWNER)
def audit() -> ResponseReturnValue:
    """Who did what, newest first."""
    return render_template("newsroom/audit.html", page=asked_page(newest_entries()))
