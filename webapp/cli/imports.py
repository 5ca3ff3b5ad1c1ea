"""Commands about imports of subscribers: watch them, go on with them, take them back."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

import click
from sqlalchemy import select

from ..extensions import db
from ..subscriptions.importing import running, turning
from ..subscriptions.importing.models import Import, ImportState
from ..subscriptions.importing.rows import ColumnsUnknown, FileRefused
from .lists import note


@click.command(name="show")
@click.argument("import_id", type=int, required=False)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def show_import(*, import_id: int | None, as_json: bool) -> None:
    """Show the import with this number, or all of them, newest first."""
    newest = select(Import).order_by(Import.id.desc())
    found = [numbered(import_id)] if import_id else list(db.session.scalars(newest))
    if as_json:
        shown = [describe(one) for one in found]
        click.echo(json.dumps(shown[0] if import_id else shown, ensure_ascii=False))
        return
    for one in found:
        done = f"{one.position:,} of {one.rows:,}"
        click.echo(f"{one.id:>5}  {one.state:10}{done:>24}  {one.mailing_list.slug}: {one.name}")


@click.command(name="resume")
@click.argument("import_id", type=int)
def resume_import(*, import_id: int) -> None:
    """Go on with an import that stopped or was paused."""
    one = go_on(numbered(import_id))
    finish(one)
    click.echo(f"Done: {one.did.new:,} new, {one.did.changed:,} changed.")


@click.command(name="undo")
@click.argument("import_id", type=int)
def undo_import(*, import_id: int) -> None:
    """Take back what an import did, but for people who did something themselves since."""
    one = numbered(import_id)
    turning.undo(one, "command line")
    note("undid import", one.mailing_list, one.name)
    db.session.commit()
    finish(one)
    for word, number in one.undone.items():
        click.echo(f"{number:>12,}  {word}")


def numbered(import_id: int) -> Import:
    """The import with a number; the command ends with a sentence if there is none."""
    one = db.session.get(Import, import_id)
    if one is None:
        raise click.ClickException(f"There is no import {import_id}; import show lists them.")
    return one


def begin(one: Import) -> Import:
    """Read a new import’s file and begin to apply it. Raises FileRefused; then it is dropped."""
    finish(one)
    if one.state in {ImportState.ASKING, ImportState.REFUSED}:
        refused = FileRefused(one.trouble) if one.trouble else ColumnsUnknown()
        turning.drop(one)
        db.session.commit()
        raise refused
    return go_on(one)


def go_on(one: Import) -> Import:
    """Have an import applied, from where it stands."""
    turning.apply(one)
    db.session.commit()
    return one


def finish(one: Import) -> None:
    """Do all that an import waits for, with a bar on a terminal."""
    with bar(one.rows, one.position) as at:
        for _ in running.work(one.id):
            db.session.commit()
            at(one.position)
    if one.trouble and one.state == ImportState.PAUSED:
        raise FileRefused(one.trouble)


def describe(one: Import) -> dict[str, Any]:
    """An import and its numbers."""
    return {
        "id": one.id,
        "list": one.mailing_list.slug,
        "file": one.name,
        "sha256": one.sha256,
        "state": one.state,
        "rows": one.rows,
        "position": one.position,
        "expected": one.expected,
        "done": one.done,
        "undone": one.undone,
        "by": one.who,
    }


@contextmanager
def bar(length: int, begin_at: int = 0) -> Iterator[Callable[[int], None]]:
    """A bar, on a terminal only; call what it gives with how far things are."""
    shown = click.progressbar(length=length, file=sys.stderr, hidden=not sys.stderr.isatty())
    with shown:
        shown.update(begin_at)
        yield lambda position: shown.update(position - shown.pos)


@contextmanager
def bar_of_bytes(file: IO[bytes]) -> Iterator[Callable[[], None]]:
    """A bar by how much of a file is read."""
    size = file.seek(0, 2)
    file.seek(0)
    with bar(size) as at:
        yield lambda: at(file.tell())
