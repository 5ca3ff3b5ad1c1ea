"""Addresses that must not be mailed."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ...accounts.guards import staff
from ...accounts.models import Role
from ...subscriptions.models import Suppression
from ..blueprint import bp
from .asking import asked_filters, asked_page, asked_words


@bp.get("/suppressed/")
@staff(Role.LISTS)
def suppressions() -> ResponseReturnValue:
    """Every suppressed address with its reason, newest first."""
    words, query = asked_words(), select(Suppression)
    if words:
        query = query.where(Suppression.email.icontains(words, autoescape=True))
    page = asked_page(query.order_by(Suppression.id.desc()))
    filters = asked_filters(q=words and f"Address contains “{words}”")
    return render_template("newsroom/lists/suppressed.html", page=page, filters=filters)
