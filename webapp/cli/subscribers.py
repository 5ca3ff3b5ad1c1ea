"""Commands about subscribers: many in from a file, and out into one."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import islice
from typing import IO

import click
from sqlalchemy import select

from ..campaigns.segments import finding
from ..campaigns.segments.conditions import Conditions
from ..campaigns.segments.models import Segment
from ..database import only_reading
from ..extensions import db
from ..subscriptions import exporting
from ..subscriptions.exporting import Wanted
from ..subscriptions.importing import bringing, storing
from ..subscriptions.importing.models import Import
from ..subscriptions.importing.programs import ATTRIBUTE, FIELDS
from ..subscriptions.importing.rows import Refusal, Report
from ..subscriptions.importing.words import plain
from ..subscriptions.models import MailingList
from . import imports
from .lists import named, note

SHOWN = 20  # refused rows told one by one; --json tells all


def mapped(_context: object, _option: object, pairs: tuple[str, ...]) -> dict[str, str]:
    """What each column holds, from FIELD=COLUMN."""
    found = {}
    for pair in pairs:
        field, _, column = pair.partition("=")
        if field not in FIELDS or not column:
            raise click.BadParameter(f"Write FIELD=COLUMN; the fields are {', '.join(FIELDS)}.")
        found[plain(column)] = field
    return found


def kept(_context: object, _option: object, columns: tuple[str, ...]) -> dict[str, str]:
    """The columns that are kept as attributes."""
    return {plain(column): ATTRIBUTE for column in columns}


@click.command(name="subscribers")
@click.argument("file", type=click.File("rb"))
@click.option("--list", "slug", required=True, help="The list they join.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--ask", "asks", is_flag=True, help="Mail those without proof to confirm.")
@click.option(
    "--column", "columns", multiple=True, callback=mapped, help="What a column holds: email=Correo."
)
@click.option(
    "--attribute", "attributes", multiple=True, callback=kept, help="A column to keep: City."
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def import_subscribers(  # noqa: PLR0913 (an option each)
    *,
    file: IO[bytes],
    slug: str,
    dry_run: bool,
    asks: bool,
    columns: dict[str, str],
    attributes: dict[str, str],
    as_json: bool,
) -> None:
    """Take the people of FILE into a list: CSV, TSV, XLSX, or a zip of them.

    A row with the time of a confirmation brings its own proof and is mailable at once; one without
    gets nothing until the person confirms. Who left, or must not be mailed, is never revived.
    Stopped in the middle, the same command goes on where it stopped.
    """
    if said_twice := columns.keys() & attributes.keys():
        raise click.UsageError(f"Say one thing of the column {said_twice.pop()}.")
    columns = columns | attributes
    only_reading.set(dry_run)
    with _seekable(file) as rows:
        if dry_run:
            _rehearse(rows, slug, columns, as_json=as_json)
            return
        one = _begun(rows, file, slug, columns, asks=asks)
    imports.finish(one)
    note("imported subscribers", one.mailing_list, f"{one.name}: {one.did.rows} rows")
    db.session.commit()
    _tell(one.did, storing.prepared(one.key).refusals(), dry_run=False, as_json=as_json)


@click.command(name="subscribers")
@click.option("--list", "slug", help="The list they are on.")
@click.option("--segment", "name", help="The segment they are in, by its name.")
@click.option(
    "--all", "everybody", is_flag=True, help="Those who wait, left or are suppressed too."
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def export_subscribers(
    *, slug: str | None, name: str | None, everybody: bool, as_json: bool
) -> None:
    """Write those who get a list, or are in a segment, to standard output, as CSV."""
    if not (slug or name):
        raise click.UsageError("Say of which list or segment: --list SLUG or --segment NAME.")
    found = named(slug) if slug else None
    segment = segment_named(name) if name else None
    wanted = Wanted(
        found.id if found else segment.list_id if segment else None,
        everybody=everybody,
        among=finding.people(Conditions.read(segment.conditions)) if segment else None,
    )
    subjects: tuple[MailingList | Segment | None, ...] = (found, segment)
    for one in subjects:
        if one is not None:
            note("exported subscribers", one, "all" if everybody else "confirmed")
    db.session.commit()
    only_reading.set(True)
    for line in exporting.as_json(wanted) if as_json else exporting.as_csv(wanted):
        click.echo(line, nl=False)


def _rehearse(rows: IO[bytes], slug: str, columns: Mapping[str, str], *, as_json: bool) -> None:
    found = named(slug)
    with imports.bar_of_bytes(rows) as watch, bringing.prepared_aside(rows, columns, watch) as file:
        report = bringing.rehearse(file, found)
        _tell(report, file.refusals(), dry_run=True, as_json=as_json)


def _begun(
    rows: IO[bytes], file: IO[bytes], slug: str, columns: Mapping[str, str], *, asks: bool
) -> Import:
    """The import of a file: one that was begun before and not finished, or a new one."""
    name = str(getattr(file, "name", "standard input")).rpartition("/")[2]
    found = named(slug)
    one = bringing.bring(rows, name, found, "command line", asks=asks, mapped=columns)
    before = bringing.begun_before(one.sha256, found)
    if before is None:
        db.session.commit()
        return imports.begin(one)
    storing.forget(one.key)
    db.session.rollback()
    click.echo(f"Going on with import {before.id} behind row {before.position:,}.", err=True)
    return imports.go_on(before)


def segment_named(name: str) -> Segment:
    """The segment with this name; the command ends with a sentence if there is none."""
    found = db.session.scalar(select(Segment).where(Segment.name == name))
    if found is None:
        raise click.ClickException(f"There is no segment named {name}.")
    return found


def _seekable(file: IO[bytes]) -> IO[bytes]:
    if file.seekable():
        return file
    copy = tempfile.TemporaryFile()  # noqa: SIM115 (it goes with the command)
    shutil.copyfileobj(file, copy)
    copy.seek(0)
    return copy


def _tell(report: Report, refusals: Iterable[Refusal], *, dry_run: bool, as_json: bool) -> None:
    counts: dict[str, int] = report.counts() | {"rows": report.rows}
    if as_json:
        for piece in _json({"dry_run": dry_run, **counts}, refusals):
            click.echo(piece, nl=False)
        return
    click.echo("Nothing was changed. This would be done:" if dry_run else "Done:")
    for name, number in counts.items():
        click.echo(f"{number:>12,}  {name.replace('_', ' ')}")
    for refusal in islice(refusals, SHOWN):
        where = f"{refusal.file}, line" if refusal.file else "line"
        click.echo(f"{where} {refusal.line}: {refusal.typed}: {refusal.reason}", err=True)
    if report.refused > SHOWN:
        click.echo(f"… and {report.refused - SHOWN:,} more; --json tells all.", err=True)


def _json(report: Mapping[str, object], refusals: Iterable[Refusal]) -> Iterator[str]:
    """One object, its refused rows written as they are read: there may be a million."""
    yield json.dumps(report)[:-1] + ', "refused": ['
    for number, one in enumerate(refusals):
        yield (", " if number else "") + json.dumps(asdict(one))
    yield "]}\n"
