"""Error pages: what went wrong in one sentence, and what to do, in the paper's look."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from .extensions import db
from .logs import log
from .outcomes import Outcome
from .web import request_id

SENTENCES = {
    400: ("That request did not make sense", "Go back, check what you entered and send it again."),
    403: ("This page is not yours to open", "Sign in with an account that may, or ask the owner."),
    404: ("There is no such page", "Check the address, or search the paper for what you wanted."),
    405: ("That cannot be done here", "Go back and use the page’s own button."),
    410: ("This page is gone", "It was taken back; the newest stories are on the front page."),
    413: ("That is too much at once", "Send less text or a smaller file."),
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
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def page(status: int, title: str, sentence: str) -> Response:
    """The error page itself; a bare one when even that needs a database that does not answer."""
    shown = {"status": status, "title": title, "sentence": sentence, "request_id": request_id()}
    try:
        body = render_template("errors/error.html", **shown)
    except SQLAlchemyError:
        body = current_app.jinja_env.get_template("errors/bare.html").render(**shown)
    return Response(body, status)


def _outcome(problem: Outcome) -> ResponseReturnValue:
    db.session.rollback()
    return page(problem.status, problem.title, problem.sentence)


def _csrf(_problem: CSRFError) -> ResponseReturnValue:
    return page(400, *FORM_TOO_OLD)


def _http(problem: HTTPException) -> ResponseReturnValue:
    if problem.code is None or problem.code < HTTPStatus.BAD_REQUEST:
        return problem
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
