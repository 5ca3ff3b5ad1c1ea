"""Commands about mailing lists."""

from __future__ import annotations

import json
import re

import click
from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError

from .. import clock
from ..campaigns.segments.models import Segment
from ..extensions import db
from ..newsroom.models import AuditEntry
from ..subscriptions import launching
from ..subscriptions.models import ListKind, MailingList, Subscription, list_by_slug

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

KINDS = {"newsletter": ListKind.NEWSLETTER, "digest": ListKind.DIGEST, "alert": ListKind.ALERT}


@click.group(name="list")
def lists() -> None:
    """Make, close and show mailing lists."""


@lists.command()
@click.argument("slug")
@click.option("--name", required=True, help="What readers call it.")
@click.option("--promise", default="", help="What a subscriber gets.")
@click.option("--cadence", default="", help="How often, like “Saturdays, 09:00”.")
@click.option("--kind", type=click.Choice(list(KINDS)), default="newsletter")
@click.option("--private", is_flag=True, help="Not offered on the website.")
@click.option("--draft", is_flag=True, help="Live only once it is launched, by the checklist.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def create(  # noqa: PLR0913 (an option each)
    *,
    slug: str,
    name: str,
    promise: str,
    cadence: str,
    kind: str,
    private: bool,
    draft: bool,
    as_json: bool,
) -> None:
    """Make a list named SLUG in addresses: live at once, or a draft."""
    if not SLUG.fullmatch(slug):
        raise click.ClickException("A list’s short name is lower-case words joined by hyphens.")
    made = MailingList(
        slug=slug,
        name=name,
        promise=promise,
        cadence=cadence,
        kind=KINDS[kind],
        is_public=not private,
        launched_at=None if draft else clock.now(),
    )
    db.session.add(made)
    note("made list", made, made.state)
    try:
        db.session.commit()
    except IntegrityError:
        raise click.ClickException(f"There is a list named {slug} already.") from None
    stands = "a draft" if draft else "live"
    _say(made, f"The list {slug} is {stands}.", as_json=as_json)


@lists.command()
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def launch(*, slug: str, as_json: bool) -> None:
    """Launch the list SLUG, a draft or a closed one, once nothing of its checklist is missing."""
    found = named(slug)
    try:
        launching.launch(found)
    except (launching.NotReady, launching.AlreadyLive) as refused:
        raise click.ClickException(f"{refused.title}. {refused.sentence}") from None
    note("launched list", found)
    db.session.commit()
    _say(found, f"The list {slug} is live.", as_json=as_json)


@lists.command()
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def close(*, slug: str, as_json: bool) -> None:
    """Close the list SLUG: it takes nobody more and sends nothing more; its record stays."""
    found = named(slug)
    found.close()
    note("closed list", found)
    db.session.commit()
    _say(found, f"The list {slug} is closed.", as_json=as_json)


@lists.command()
@click.argument("slug", required=False)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def show(*, slug: str | None, as_json: bool) -> None:
    """Show the list SLUG, or all of them, with how many people get it."""
    found = [named(slug)] if slug else list(db.session.scalars(_all()))
    described = [describe(one) for one in found]
    if as_json:
        click.echo(json.dumps(described[0] if slug else described, ensure_ascii=False))
        return
    for one in described:
        click.echo(f"{one['slug']:24}{one['confirmed']:>10,}  {one['state']:8}{one['name']}")


def named(slug: str) -> MailingList:
    """The list with this short name; the command ends with a sentence if there is none."""
    found = db.session.scalar(list_by_slug(slug))
    if found is None:
        raise click.ClickException(f"There is no list named {slug}.")
    return found


def note(act: str, one: MailingList | Segment, detail: str = "") -> None:
    """Write into the audit log what was done to a list or a segment."""
    db.session.add(AuditEntry(actor="command line", act=act, subject=one.name, detail=detail))


def describe(one: MailingList) -> dict[str, object]:
    """A list and its numbers."""
    is_open = Subscription.ended_at.is_(None)
    counted = select(func.count(Subscription.confirmed_at), func.count(Subscription.id))
    confirmed, every = db.session.execute(
        counted.where(Subscription.list_id == one.id, is_open)
    ).one()
    return {
        "id": one.id,
        "slug": one.slug,
        "name": one.name,
        "promise": one.promise,
        "cadence": one.cadence,
        "public": one.is_public,
        "kind": one.kind,
        "state": one.state,
        "open": one.is_live,
        "confirmed": confirmed,
        "pending": every - confirmed,
    }


def _all() -> Select[MailingList]:
    return select(MailingList).order_by(MailingList.position, MailingList.name)


def _say(one: MailingList, sentence: str, *, as_json: bool) -> None:
    click.echo(json.dumps(describe(one), ensure_ascii=False) if as_json else sentence)
