"""Reading without a network: the page that lists what is there, and the script that keeps it."""

from __future__ import annotations

from flask import Response, current_app, render_template

from ..blueprint import bp
from ..edition.sharing import same_for_all


@bp.get("/offline/")
@same_for_all()
def offline() -> str:
    """What this browser keeps; its script fills the list, as only it knows."""
    return render_template("reading/offline.html")


@bp.get("/service-worker.js")
def service_worker() -> Response:
    """The script behind all pages: it stands at the root, as it may only see what lies below it.

    Browsers ask for it anew whenever a page is opened, so it must never be kept.
    """
    response = current_app.send_static_file("dist/service-worker.js")
    response.headers["Cache-Control"] = "no-cache"
    return response
