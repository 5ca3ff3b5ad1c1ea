"""Commands about the life of a campaign: when it goes, that it stops, and to whom once more."""

from __future__ import annotations

import datetime as dt

import click

from ..campaigns import cancelling, extending, pausing, resuming, retrying, scheduling
from ..dating import moments_of
from ..extensions import db
from ..templating import date_time
from .campaigns import campaigns, note, numbered

MOMENTS = click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"])


@campaigns.command()
@click.argument("campaign_id", type=int)
@click.argument("at", type=MOMENTS)
@click.option("--second", is_flag=True, help="Of an hour that comes twice, mean the second.")
def schedule(*, campaign_id: int, at: dt.datetime, second: bool) -> None:
    """Send the campaign by itself AT a time of the paper’s zone, like "2026-12-05 09:00"."""
    found, moments = numbered(campaign_id), moments_of(at)
    if not moments:
        raise click.ClickException(f"The clock jumps over {at:%H:%M} that day; choose another.")
    if len(moments) == 1 and second:
        raise click.ClickException(f"{at:%H:%M} comes once that day; leave out --second.")
    scheduling.schedule(found, moments[-1] if second else moments[0])
    shown = date_time(moments[-1] if second else moments[0])
    note("scheduled letter", found, f"for {shown}")
    db.session.commit()
    click.echo(f"It goes out on {shown}.")


@campaigns.command(name="take-back")
@click.argument("campaign_id", type=int)
def take_back(*, campaign_id: int) -> None:
    """Make a scheduled campaign a draft again."""
    found = numbered(campaign_id)
    scheduling.take_back(found)
    note("took back schedule", found)
    db.session.commit()
    click.echo("It is a draft again.")


@campaigns.command()
@click.argument("campaign_id", type=int)
def pause(*, campaign_id: int) -> None:
    """Begin no further letter; those in hand end within seconds, in every process."""
    found = numbered(campaign_id)
    pausing.pause(found)
    note("paused letter", found)
    db.session.commit()
    click.echo("Paused.")


@campaigns.command()
@click.argument("campaign_id", type=int)
def resume(*, campaign_id: int) -> None:
    """Send on what was paused; the worker does it."""
    found = numbered(campaign_id)
    resuming.resume(found)
    note("resumed letter", found)
    db.session.commit()
    click.echo("Resumed.")


@campaigns.command()
@click.argument("campaign_id", type=int)
def cancel(*, campaign_id: int) -> None:
    """Send no more, for good: whoever has not got it is skipped with the reason “cancelled”."""
    found = numbered(campaign_id)
    cancelling.cancel(found)
    note("cancelled letter", found)
    db.session.commit()
    cancelling.settle_cancelled(campaign_id=campaign_id)
    click.echo("Cancelled.")


@campaigns.command()
@click.argument("campaign_id", type=int)
@click.option("--refused", "codes", multiple=True, help="A reason, like “552 5.2.2”; repeatable.")
@click.option("--unknown", is_flag=True, help="The unknown too: someone may get it twice.")
def retry(*, campaign_id: int, codes: tuple[str, ...], unknown: bool) -> None:
    """Try the refused once more; without options, print the reasons and how many there are."""
    found = numbered(campaign_id)
    if not (codes or unknown):
        for one in retrying.refusals(found):
            click.echo(f"{one.number:>12,}  {one.code}  ({one.words})")
        click.echo(f"{retrying.count_unknown(found):>12,}  unknown")
        return
    number = retrying.retry(found, codes, unknown=unknown)
    what = ", ".join([*codes, *(["unknown"] if unknown else [])])
    note("retried letter", found, f"{number:,} who were refused with {what}")
    db.session.commit()
    click.echo(f"{number:,} are tried once more.")


@campaigns.command()
@click.argument("campaign_id", type=int)
def newcomers(*, campaign_id: int) -> None:
    """Send a launched campaign to those as well who joined since."""
    found = numbered(campaign_id)
    number = extending.send_to_newcomers(found)
    note("sent letter on", found, f"to {number:,} who joined since")
    db.session.commit()
    click.echo(f"Sending to {number:,} more.")
