"""Commands about DKIM: make keys, publish them, sign by them."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app

from ..addresses import on_the_wire
from ..mail.dkim import keys, publishing

NONE_YET = "No keys yet; masthead dkim make makes some."


@click.group()
def dkim() -> None:
    """Sign the paper’s mails, so that receivers know them for its own."""


@dkim.command()
def make() -> None:
    """Make a pair of keys, and print what the DNS must say of it. It signs nothing yet."""
    pair = keys.make(folder())
    click.echo(f"Keys {pair.name} are made. Publish this, then: masthead dkim use {pair.name}")
    say_records(pair)


@dkim.command()
def show() -> None:
    """Print every pair of keys, which of them signs, and what the DNS must say."""
    pairs, used = keys.every(folder()), keys.in_use(folder())
    if not pairs:
        click.echo(NONE_YET)
    for pair in pairs:
        click.echo(f"Keys {pair.name}, which sign:" if pair == used else f"Keys {pair.name}:")
        say_records(pair)


@dkim.command()
@click.argument("name")
def use(*, name: str) -> None:
    """Sign by the keys NAME from now on. Publish them first."""
    keys.use(folder(), name)
    click.echo(f"Mails are signed by the keys {name} from now on.")


@dkim.command()
def stop() -> None:
    """Sign no mails any more; the keys stay."""
    keys.stop(folder())
    click.echo("Mails are not signed any more.")


@dkim.command()
@click.option(
    "--resolver",
    "address",
    required=True,
    help="Whom to ask: an address like 9.9.9.9 or 127.0.0.1:5353, or system.",
)
def check(*, address: str) -> None:
    """Ask the DNS whether the newest keys, and those that sign, are published."""
    asked = publishing.resolver(address)
    newest, used = keys.every(folder())[-1:], keys.in_use(folder())
    wanted = {pair.name: pair for pair in [*newest, *([used] if used else [])]}
    if not wanted:
        raise click.ClickException(NONE_YET)
    published = [r for pair in wanted.values() for r in publishing.records(pair, domain())]
    missing = [record for record in published if not publishing.is_published(record, asked)]
    for record in missing:
        click.echo(record.line())
    if missing:
        raise click.ClickException("The DNS does not say so; publish the lines above.")
    click.echo(f"Published: {', '.join(sorted(wanted))}.")


def folder() -> Path:
    """Where this instance keeps its keys."""
    instance: Path = current_app.config["INSTANCE"]
    return instance / keys.FOLDER


def domain() -> str:
    """The domain that signs: that of the sender."""
    return on_the_wire(current_app.config["MAIL_FROM"]).partition("@")[2]


def say_records(pair: keys.Pair) -> None:
    """Print the records of a pair as a zone file has them."""
    for record in publishing.records(pair, domain()):
        click.echo(record.line())
