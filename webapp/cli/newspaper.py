"""Commands about the newspaper itself."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

import click

from ..demo import desk, loading
from ..extensions import db


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def demo(*, as_json: bool) -> None:
    """Load the demo newspaper; one that is loaded already stays as it is."""
    loaded = load_demo()
    if as_json:
        click.echo(json.dumps(asdict(loaded)))
    else:
        tell_demo(loaded)


@dataclass(frozen=True)
class Loaded:
    """How many stories came in, and how the demo's staff signs in."""

    loaded: int
    staff: dict[str, str]


def load_demo() -> Loaded:
    """Load the demo newspaper and appoint its desk, unless that was done before."""
    stories = loading.load()
    email, password = desk.appoint_desk()
    db.session.commit()
    return Loaded(stories, {"email": email, "password": password})


def tell_demo(loaded: Loaded) -> None:
    """Say what came in and how to sign in."""
    if loaded.loaded:
        click.echo(f"The demo newspaper is loaded: {loaded.loaded} stories.")
    else:
        click.echo("The demo newspaper was loaded before; nothing was changed.")
    click.echo("Staff sign-in: {email} with the password {password}".format(**loaded.staff))
    click.echo("On this machine the sign-in page has a button, Enter as the demo editor.")
