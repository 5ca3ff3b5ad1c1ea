"""Searching the paper."""

from __future__ import annotations

from flask import abort, render_template, request

from ..blueprint import bp
from ..choosing import choices_of
from ..edition.sharing import same_for_all
from ..forms import SearchForm
from ..searching import search as find
from .lists import asked_number, existing


@bp.get("/search/")
@same_for_all("page", typed=("q", "section", "author", "year"))
def search() -> str:
    """The search form, and what was found when something was asked."""
    form = SearchForm(request.args)
    filters = form.filters
    if filters is None:
        abort(404)
    page = existing(find(form.q.data, asked_number(), filters)) if form.q.data else None
    choices = choices_of(page.matches, filters) if page and page.matches.stories else None
    return render_template("reading/search.html", form=form, page=page, choices=choices)
