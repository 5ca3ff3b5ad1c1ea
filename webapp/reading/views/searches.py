"""Searching the paper."""

from __future__ import annotations

from flask import render_template, request

from ..blueprint import bp
from ..edition.sharing import same_for_all
from ..forms import SearchForm
from ..searching import search as find
from .lists import asked_number, existing


@bp.get("/search/")
@same_for_all("page", typed=("q",))
def search() -> str:
    """The search form, and what was found when something was asked."""
    form = SearchForm(request.args)
    words = form.q.data or ""
    page = existing(find(words, asked_number())) if words else None
    return render_template("reading/search.html", form=form, page=page)
