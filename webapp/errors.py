"""Error pages: what went wrong in one sentence, and what to do, in the paper's look."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, current_app, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from .config import LARGEST_FORM, LARGEST_UPLOAD, MEGABYTE
from .extensions import db
from .hosts import ForeignHost
from .logs import log, tell_refused
from .outcomes import Outcome
from .web import asked_host, asked_view, request_id, wants_json

# Asked for all day by machines; but behind a guard it may be the row of somebody else.
NOT_THERE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
TOO_MUCH = (
    f"A form may have {LARGEST_FORM // MEGABYTE} MB, with a file {LARGEST_UPLOAD // MEGABYTE} MB; "
    "send less text or a smaller file."
)
SENTENCES = {
    400: ("That request did not make sense", "Go back, check what you entered and send it again."),
    403: ("This page is not yours to open", "Sign in with an account that may, or ask the owner."),
    404: ("There is no such page", "Check the address, or search the paper for what you wanted."),
    405: ("That cannot be done here", "Go back and use the page’s own button."),
    410: ("This page is gone", "It was taken back; the newest stories are on the front page."),
    413: ("That is too much at once", TOO_MUCH),
    429: ("Too many tries", "Wait a minute, then try again."),
    500: ("Something broke here", "It is written down; try again in a minute."),
}
FORM_TOO_OLD = (
    "This form is too old to be sent",
    "Go back, load the page again and send the form once more; nothing was changed.",
)


def init_app(app: Flask) -> None:
    """Answer every problem with a page."""
    app.register_error_handler(Outcome, _outcome)
    app.register_error_handler(ForeignHost, _foreign_host)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def page(status: int, title: str, sentence: str, *, is_bare: bool = False) -> Response:
    """The error page itself; a bare one when even that needs a database that does not answer.

    A script gets its sentence alone.
    """
    if wants_json():
        return make_response({"problem": sentence}, status)
    shown = {"status": status, "title": title, "sentence": sentence, "request_id": request_id()}
    if is_bare:
        bare = current_app.jinja_env.get_template("errors/bare.html")
        return Response(bare.render(**shown), status)
    try:
        return Response(render_template("errors/error.html", **shown), status)
    except SQLAlchemyError:
        return page(status, title, sentence, is_bare=True)


def _outcome(problem: Outcome) -> ResponseReturnValue:
    db.session.rollback()
    if problem.status >= HTTPStatus.BAD_REQUEST:
        tell_refused(problem)
    return page(problem.status, problem.title, problem.sentence)


def _foreign_host(problem: ForeignHost) -> ResponseReturnValue:
    """Say where the site is, with nothing that the other host would be asked for."""
    tell_refused(problem, host=asked_host())
    return page(problem.status, problem.title, problem.sentence, is_bare=True)


def _csrf(problem: CSRFError) -> ResponseReturnValue:
    tell_refused(problem, detail=str(problem.description))
    return page(400, *FORM_TOO_OLD)


def _http(problem: HTTPException) -> ResponseReturnValue:
    if problem.code is None or problem.code < HTTPStatus.BAD_REQUEST:
        return problem
    if problem.code not in NOT_THERE or hasattr(asked_view(), "guarded_by"):
        tell_refused(problem)
    answer = page(problem.code, *SENTENCES.get(problem.code, SENTENCES[400]))
    answer.headers.extend(_kept_headers(problem))
    return answer


def _kept_headers(problem: HTTPException) -> list[tuple[str, str]]:
    """Headers the status demands, such as Allow with 405 (RFC 9110, 15.5.6)."""
    return [(n, v) for n, v in problem.get_headers() if n.lower() in {"allow", "retry-after"}]


def _unexpected(problem: Exception) -> ResponseReturnValue:
    log.error("request failed", exc_info=problem)
    try:
        db.session.rollback()
    except SQLAlchemyError:
        db.session.remove()
    return page(500, *SENTENCES[500])
