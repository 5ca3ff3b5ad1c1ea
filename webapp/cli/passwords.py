"""Commands about passwords: the list of stolen ones."""

from __future__ import annotations

import json
import os
import stat
import sys
from typing import IO

import click
from flask import current_app

from ..accounts.passwords import condensing


@click.group()
def passwords() -> None:
    """Keep people from passwords that were stolen elsewhere."""


@passwords.command()
@click.argument("file", type=click.File("rb"))
@click.option(
    "--seen",
    type=click.IntRange(min=1),
    default=1,
    help="Keep those that were stolen at least so often.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def take(*, file: IO[bytes], seen: int, as_json: bool) -> None:
    """Take the SHA-1 list of Have I Been Pwned, sorted by hash, into the instance.

    Each password takes six bytes. A running site uses the new list at once.
    """
    instance = current_app.config["INSTANCE"]
    size = _size(file)
    with click.progressbar(length=size, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        kept = condensing.take(file, instance, least=seen, watch=bar.update)
    if as_json:
        click.echo(json.dumps({"kept": kept}))
    else:
        click.echo(f"{kept:,} stolen passwords are refused from now on.")


def _size(file: IO[bytes]) -> int:
    """Bytes of a regular file, for the bar; 0 for a pipe."""
    about = os.fstat(file.fileno())
    return about.st_size if stat.S_ISREG(about.st_mode) else 0
