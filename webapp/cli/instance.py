"""Commands about the instance: the folder of all state and the database."""

from __future__ import annotations

import json

import click
import flask_migrate
from flask import current_app

from ..extensions import db
from ..reading.furnishing import furnish


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def init(*, as_json: bool) -> None:
    """Create the instance, or bring its database to today's schema."""
    bring_up_to_date()
    folder = str(current_app.config["INSTANCE"])
    click.echo(json.dumps({"instance": folder}) if as_json else f"Ready: {folder}")


def bring_up_to_date() -> None:
    """Migrate the database, and furnish an empty paper with its sections and standing pages."""
    flask_migrate.upgrade()
    furnish()
    db.session.commit()
