"""The log: one JSON line an event, each naming the request it belongs to."""

from __future__ import annotations

import logging
import sys
import time

import structlog
from flask import Flask, Response, g, request

from .web import network_address, request_id

log = structlog.get_logger("masthead")


def configure(app: Flask) -> None:
    """Write the log of our code and of every library as JSON lines on standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level_number(app)),
        # A line in one write, whole even when several processes share the file.
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        processor=structlog.processors.JSONRenderer(), foreign_pre_chain=shared
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(level=level_number(app), handlers=[handler], force=True)
    # Alembic tells every step it takes; only what goes wrong concerns an operator.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    _log_requests(app)


def tell_refused(why: Exception | str, **said: object) -> None:
    """Log that somebody was kept from something, and by which outcome: for who follows an attack.

    Never what was typed: addresses, passwords and codes stand in no line.
    """
    log.warning("refused", why=why if isinstance(why, str) else type(why).__name__, **said)


def name_actor(account_id: int) -> None:
    """Name who is signed in on every line to come of this request, but for the request itself.

    So what somebody does to an account is known, and what they read is not.
    """
    structlog.contextvars.bind_contextvars(by=account_id)


def level_number(app: Flask) -> int:
    """The numeric level of the LOG_LEVEL setting."""
    return int(logging.getLevelNamesMapping().get(app.config["LOG_LEVEL"], logging.INFO))


def _log_requests(app: Flask) -> None:
    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id(), network=network_address())

    @app.after_request
    def finish(response: Response) -> Response:
        structlog.contextvars.unbind_contextvars("by")
        log.info(
            "request",
            method=request.method,
            route=_route(),
            status=response.status_code,
            milliseconds=round((time.perf_counter() - g.started) * 1000, 1),
        )
        return response


def _route() -> str:
    """The page asked for, without what is secret in a mailed link: its pattern names no token.

    Of an address that has no pattern the beginning: the rest may be a link that was cut.
    """
    if request.url_rule:
        return request.url_rule.rule
    return "/".join(request.path.split("/")[:3])[:200]
