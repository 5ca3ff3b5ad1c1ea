"""Commands about campaigns: make, try, send, account for."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import click
from flask import current_app
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from .. import addresses
from ..campaigns import accounting, drafting, foreseeing, launching, recovering, sending, trying
from ..campaigns.accounting import Totals
from ..campaigns.models import Campaign
from ..campaigns.states import CampaignState
from ..database import without_write_lock
from ..extensions import db
from ..newsroom.models import AuditEntry
from .lists import named

LOOK_EVERY = 0.5  # seconds between two looks at the sums
TRY_EVERY = 5.0  # and between two runs, when the server is away or everyone left was put off


@click.group(name="campaign")
def campaigns() -> None:
    """Make and send mailings to a list."""


@campaigns.command()
@click.option("--list", "slug", required=True, help="The list’s short name.")
@click.option("--subject", required=True, help="What the inbox shows.")
@click.option("--html", "file", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--preheader", default="", help="The line an inbox shows after the subject.")
def create(*, slug: str, subject: str, file: Path, preheader: str) -> None:
    """Make a campaign out of an HTML file, and print its id."""
    try:
        html = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise click.ClickException(f"{file} cannot be read: {problem}.") from None
    made = drafting.draft(named(slug), subject, html, preheader=preheader)
    note("wrote letter", made)
    db.session.commit()
    click.echo(made.id)


@campaigns.command()
@click.argument("campaign_id", type=int)
@click.argument("address")
def test(*, campaign_id: int, address: str) -> None:
    """Send the campaign to one ADDRESS, marked as a test; its links change nothing."""
    try:
        trying.send_test(numbered(campaign_id), addresses.normalise(address))
    except addresses.AddressRefused as problem:
        raise click.ClickException(str(problem)) from None
    db.session.commit()
    click.echo(f"A test to {address} is on its way.")


@campaigns.command()
@click.argument("campaign_id", type=int)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def show(*, campaign_id: int, as_json: bool) -> None:
    """Show where every recipient of the campaign stands, and which limits slow it down."""
    found = numbered(campaign_id)
    totals = accounting.totals(found)
    say(totals, as_json=as_json)
    if not as_json and (outlook := foreseeing.outlook(found, totals)):
        click.echo(" ".join(outlook.sentences))


@campaigns.command()
@click.argument("campaign_id", type=int)
@click.option("--wait", is_flag=True, help="Send it here, and wait until everyone is settled.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def send(*, campaign_id: int, wait: bool, as_json: bool) -> None:
    """Launch the campaign; the worker sends it. One that is on its way goes on."""
    found = numbered(campaign_id)
    if found.state != CampaignState.SENDING:
        launching.launch(found)
        note("sent letter", found, f"to {found.audience}")
    db.session.commit()
    if wait:
        work_off(campaign_id)
    say(accounting.totals(numbered(campaign_id)), as_json=as_json)


def numbered(campaign_id: int) -> Campaign:
    """The campaign; the command ends with a sentence if there is none."""
    found = db.session.get(Campaign, campaign_id)
    if found is None:
        raise click.ClickException(f"There is no campaign {campaign_id}.")
    return found


def note(act: str, campaign: Campaign, detail: str = "") -> None:
    """Write into the audit log what was done to a campaign."""
    entry = AuditEntry(actor="command line", act=act, subject=campaign.subject, detail=detail)
    db.session.add(entry)


def say(totals: Totals, *, as_json: bool) -> None:
    """Print the sums, for a program or for a person."""
    if as_json:
        click.echo(json.dumps(totals.as_json(), ensure_ascii=False))
        return
    figures = totals.as_json() | {"skipped": totals.skipped_total}
    for name, number in figures.items():
        click.echo(f"{name:10}{number:>12,}")
    for reason, number in totals.skipped.items():
        click.echo(f"  {reason}: {number:,}")


def work_off(campaign_id: int) -> None:
    """Send here until everyone is settled, with a progress bar on a terminal.

    Interrupted, it finishes the letters that are on their way and leaves the rest to the worker.
    """
    stop = threading.Event()
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001

    def run() -> None:
        with app.app_context():
            while not stop.is_set() and not is_over(campaign_id):
                recovering.recover(db.engine, sending.journals())
                trouble = sending.send(campaign_id, stop)
                if trouble:
                    click.echo(f"The mail server is away: {trouble}", err=True)
                stop.wait(0 if is_over(campaign_id) else TRY_EVERY)

    sender = threading.Thread(target=run, name=f"campaign {campaign_id}")
    sender.start()
    try:
        watch(sender, campaign_id)
    finally:
        stop.set()
        sender.join()


def watch(sender: threading.Thread, campaign_id: int) -> None:
    """Show the sums for as long as the sender works."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("")
        while sender.is_alive():
            with without_write_lock(db.session()):
                sums = accounting.totals(numbered(campaign_id))
            progress.update(bar, completed=sums.settled, total=sums.audience)
            sender.join(LOOK_EVERY)


def is_over(campaign_id: int) -> bool:
    """Whether nothing more is to be sent: nobody is left, or it was paused or cancelled."""
    with without_write_lock(db.session()):
        return numbered(campaign_id).state != CampaignState.SENDING
