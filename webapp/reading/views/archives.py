"""The archive, by year and by month."""

from __future__ import annotations

from flask import abort, render_template

from ..archiving import Period, months, stories_of
from ..blueprint import bp
from ..edition.sharing import same_for_all
from .lists import asked_page

YEAR = "/<int(fixed_digits=4, min=1000, max=9998):year>/"


@bp.get(YEAR)
@bp.get(f"{YEAR}<int(fixed_digits=2, min=1, max=12):month>/")
@same_for_all("page")
def archive(year: int, month: int | None = None) -> str:
    """The stories of a year or a month; 404 for one without stories."""
    period = Period(year, month)
    page = asked_page(stories_of(period))
    if not page.total:
        abort(404)
    shown = {"period": period, "page": page, "months": months(year)}
    return render_template("reading/archive.html", **shown)
