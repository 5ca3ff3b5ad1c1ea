"""Commands about subscribers: many in from a file, and out into one."""

from __future__ import annotations

import io
import json
import shutil
import sys
import tempfile
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import IO, Any

import click

from ..database import only_reading
from ..extensions import db
from ..subscriptions import exporting, importing
from ..subscriptions.consenting import Proof
from ..subscriptions.importing import Report
from .lists import named, note

SHOWN = 20  # refused rows told one by one; --json tells all


@click.command(name="subscribers")
@click.argument("file", type=click.File("rb"))
@click.option("--list", "slug", required=True, help="The list they join.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def import_subscribers(*, file: IO[bytes], slug: str, dry_run: bool, as_json: bool) -> None:
    """Take the people of a CSV FILE into a list.

    A row with a time in confirmed_at brings its own proof and is mailable at once; one without
    gets nothing until the person confirms. Who left, or must not be mailed, is never revived.
    """
    only_reading.set(dry_run)
    found = named(slug)
    name = getattr(file, "name", "standard input")
    proof = Proof("import, command line", evidence=name.rpartition("/")[2])
    rows = _seekable(file)
    with _bar(rows) as bar:
        report = importing.run(
            rows, found, proof, apply=not dry_run, watch=lambda: bar.update(rows.tell() - bar.pos)
        )
    if not dry_run:
        note("imported subscribers", found, f"{proof.evidence}: {report.rows} rows")
        db.session.commit()
    _tell(report, dry_run=dry_run, as_json=as_json)


@click.command(name="subscribers")
@click.option("--list", "slug", required=True, help="The list they are on.")
@click.option(
    "--all", "everybody", is_flag=True, help="Those who wait, left or are suppressed too."
)
def export_subscribers(*, slug: str, everybody: bool) -> None:
    """Write those who get a list to standard output, as CSV."""
    found = named(slug)
    note("exported subscribers", found, "all" if everybody else "confirmed")
    db.session.commit()
    only_reading.set(True)
    for line in exporting.export(found, everybody=everybody):
        click.echo(line, nl=False)


def _seekable(file: IO[bytes]) -> IO[bytes]:
    if file.seekable():
        return file
    copy = tempfile.TemporaryFile()  # noqa: SIM115 (it goes with the command)
    shutil.copyfileobj(file, copy)
    copy.seek(0)
    return copy


def _bar(file: IO[bytes]) -> AbstractContextManager[Any]:
    """A bar by bytes read, on a terminal only."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return click.progressbar(length=size, file=sys.stderr, hidden=not sys.stderr.isatty())


def _tell(report: Report, *, dry_run: bool, as_json: bool) -> None:
    counts = {k: v for k, v in asdict(report).items() if k != "refusals"} | {"rows": report.rows}
    if as_json:
        refused = [asdict(refusal) for refusal in report.refusals]
        click.echo(json.dumps({"dry_run": dry_run} | counts | {"refused": refused}))
        return
    click.echo("Nothing was changed. This would be done:" if dry_run else "Done:")
    for name, number in counts.items():
        click.echo(f"{number:>12,}  {name.replace('_', ' ')}")
    for refusal in report.refusals[:SHOWN]:
        click.echo(f"line {refusal.line}: {refusal.typed}: {refusal.reason}", err=True)
    if len(report.refusals) > SHOWN:
        click.echo(f"… and {len(report.refusals) - SHOWN:,} more; --json tells all.", err=True)
