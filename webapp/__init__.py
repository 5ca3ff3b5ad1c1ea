"""Masthead: a newspaper's website, its readers' accounts and its mailing lists."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

from . import (
    accounts,
    bounces,
    campaigns,
    config,
    database,
    edges,
    errors,
    health,
    jobs,
    logs,
    mail,
    newsroom,
    proxies,
    reading,
    statics,
    subscriptions,
    templating,
    throttle,
    web,
    well_known,
)
from .extensions import csrf, db, limiter, login_manager, migrate

ROOT = Path(__file__).parent


def create_app(instance: Path | None = None, settings: Mapping[str, Any] | None = None) -> Flask:
    """The application: the one place that wires everything.

    ``instance`` is the folder of all state (default: MASTHEAD_INSTANCE, then ./instance);
    ``settings`` override the environment by the names of webapp.config, and Flask's own.
    Raises config.SettingError when a setting is wrong.
    """
    instance = instance or config.instance_folder()
    app = Flask(
        __name__,
        instance_path=str(instance),
        template_folder=str(_beside_or_inside("templates")),
        static_folder=str(_beside_or_inside("static")),
    )
    app.config.from_mapping(config.load(instance, settings))
    _bind_shared(app)
    _bind_packages(app)
    health.init_app(app)
    well_known.init_app(app)
    jobs.init_app(app)
    if trusted := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = proxies.Proxies(app.wsgi_app, trusted)  # type: ignore[assignment,method-assign]
    return app


def _beside_or_inside(name: str) -> Path:
    """A folder at the top of a checkout, or inside the package when installed from a wheel."""
    beside = ROOT.parent / name
    return ROOT / name if (ROOT / name).is_dir() else beside


def _bind_shared(app: Flask) -> None:
    app.config.setdefault(
        "RATELIMIT_STORAGE_URI", f"{throttle.DatabaseStorage.STORAGE_SCHEME[0]}://"
    )
    logs.configure(app)
    app.url_map.converters["int"] = web.RowNumber
    edges.guard_hosts(app)
    edges.mark_reading(app)
    db.init_app(app)
    with app.app_context():
        database.prepare(db.engine)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), compare_server_default=True)
    limiter.init_app(app)
    csrf.init_app(app)
    edges.guard_post(app)
    edges.dress_answers(app)
    login_manager.init_app(app)
    templating.init_app(app)
    statics.init_app(app)
    errors.init_app(app)


def _bind_packages(app: Flask) -> None:
    for package in (mail, accounts, reading, subscriptions, campaigns, bounces, newsroom):
        package.init_app(app)
