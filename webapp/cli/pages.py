"""Commands about standing pages: About Us, Privacy Policy, Contact."""

from __future__ import annotations

from pathlib import Path

import click

from .. import clock
from ..extensions import db
from ..reading.cleaning import clean_body
from ..reading.listing import page_by_slug


@click.group()
def page() -> None:
    """Change standing pages."""


@page.command()
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--version", default="", help="A new version: readers are asked to agree once more.")
def put(*, slug: str, file: Path, version: str) -> None:
    """Put the HTML in FILE in place of the text of the page SLUG."""
    found = db.session.scalar(page_by_slug(slug))
    if found is None:
        raise click.ClickException(f"There is no page {slug}.")
    found.body, found.updated_at = clean_body(file.read_text(encoding="utf-8")), clock.now()
    found.version = version or found.version
    db.session.commit()
    click.echo(f"{slug} is changed." + (f" Its version is {version} now." if version else ""))
