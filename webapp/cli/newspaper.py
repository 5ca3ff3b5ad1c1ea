"""Commands about the newspaper itself."""

from __future__ import annotations

import json

import click

from ..demo import loading
from ..extensions import db


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def demo(*, as_json: bool) -> None:
    """Load the demo newspaper; one that is loaded already stays as it is."""
    loaded = loading.load()
    db.session.commit()
    if as_json:
        click.echo(json.dumps({"loaded": loaded}))
    elif loaded:
        click.echo(f"The demo newspaper is loaded: {loaded} stories.")
    else:
        click.echo("The demo newspaper was loaded before; nothing was changed.")
