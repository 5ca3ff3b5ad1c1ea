"""Commands about the newspaper itself."""

from __future__ import annotations

import json

import click

from ..demo import desk, loading
from ..extensions import db


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def demo(*, as_json: bool) -> None:
    """Load the demo newspaper; one that is loaded already stays as it is."""
    loaded = loading.load()
    email, password = desk.appoint_desk()
    db.session.commit()
    if as_json:
        staff = {"email": email, "password": password}
        click.echo(json.dumps({"loaded": loaded, "staff": staff}))
        return
    if loaded:
        click.echo(f"The demo newspaper is loaded: {loaded} stories.")
    else:
        click.echo("The demo newspaper was loaded before; nothing was changed.")
    click.echo(f"Staff sign-in: {email} with the password {password}")
