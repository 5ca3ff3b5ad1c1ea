"""For machines that watch: alive, ready, and figures for Prometheus."""

from __future__ import annotations

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Flask, Response, abort, current_app
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from .campaigns.models import Campaign, Delivery
from .campaigns.states import CampaignState
from .extensions import db
from .mail.models import OutgoingMail
from .marks import answers_any_host
from .web import came_from_this_machine

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@answers_any_host
def alive() -> Response:
    """200 while the process answers; asks nothing of the database."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@answers_any_host
def ready() -> Response:
    """200 when the database answers and has today's schema, else 503 with the reason."""
    try:
        is_behind = not is_up_to_date()
    except SQLAlchemyError:
        return Response("the database does not answer\n", 503, mimetype="text/plain")
    if is_behind:
        return Response(
            "the database is not up to date; run masthead init\n", 503, mimetype="text/plain"
        )
    return Response("ready\n", mimetype="text/plain")


@bp.get("/metrics")
@answers_any_host
def metrics() -> Response:
    """Figures from the tables, so that every process tells the same; for this machine only."""
    if not came_from_this_machine():
        abort(404)
    return Response(generate_latest(figures()), content_type=CONTENT_TYPE_LATEST)


def figures() -> CollectorRegistry:
    """What is waiting and how the running campaigns stand."""
    registry = CollectorRegistry()
    waiting = Gauge("masthead_outbox_waiting", "Single mails not yet sent", registry=registry)
    unsent = select(func.count()).where(OutgoingMail.next_try_at.is_not(None))
    waiting.set(db.session.scalars(unsent).one())
    states = Gauge(
        "masthead_deliveries", "Recipients of running campaigns", ["state"], registry=registry
    )
    running = select(Campaign.id).where(Campaign.state == CampaignState.SENDING)
    counts = select(Delivery.state, func.count()).where(Delivery.campaign_id.in_(running))
    for state, number in db.session.execute(counts.group_by(Delivery.state)):
        states.labels(state).set(number)
    return registry


def is_up_to_date() -> bool:
    """Whether the database has the schema the code wants."""
    return current_revision() == newest_revision()


def current_revision() -> str | None:
    """The schema the database has."""
    return MigrationContext.configure(db.session.connection()).get_current_revision()


def newest_revision() -> str | None:
    """The schema the code wants."""
    return ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head()


def init_app(app: Flask) -> None:
    """Serve the three addresses."""
    app.register_blueprint(bp)
