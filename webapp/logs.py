"""The log: one JSON line an event, each naming the request it belongs to."""

from __future__ import annotations

import json
import logging
import sys
import time

import structlog
from flask import Flask, Response, g, request

from . import clock
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


def tell_quickly(event: str, **said: object) -> None:
    """Log an event at INFO as ``log`` would, in a fifth of its time: for ready answers only.

    Whether INFO is logged at all is for the caller to know.
    """
    moment = clock.now().isoformat(timespec="microseconds").replace("+00:00", "Z")
    said |= {"event": event, "level": "info", "timestamp": moment}
    structlog.get_config()["logger_factory"]().msg(json.dumps(said))


def level_number(app: Flask) -> int:
    """The numeric level of the LOG_LEVEL setting."""
    return int(logging.getLevelNamesMapping().get(app.config["LOG_LEVEL"], logging.INFO))


def _log_requests(app: Flask) -> None:
    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id())

    @app.after_request
    def finish(response: Response) -> Response:
        log.info(
            "request",
            method=request.method,
            # A mailed link is a secret: the log names the page, not the token.
            route=request.url_rule.rule if request.url_rule else request.path[:200],
            status=response.status_code,
            milliseconds=round((time.perf_counter() - g.started) * 1000, 1),
            network=network_address(),
        )
        return response
