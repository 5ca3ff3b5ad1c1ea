"""Commands about limits: how many letters may leave in a minute, an hour and a day."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import click
from flask import current_app

from ..extensions import db
from ..mail.limits import keeping, telling
from ..mail.limits.keeping import NotALimit, Numbers
from ..mail.limits.models import Kind
from ..mail.limits.telling import Standing
from ..mail.servers import servers_in
from ..newsroom.models import AuditEntry

KINDS = click.Choice([kind.value for kind in Kind])
HERE = "command line"


@click.group(name="limit")
def limits() -> None:
    """Limit how many letters leave: over all, through a server, to a domain."""


@limits.command(name="set")
@click.argument("kind", type=KINDS)
@click.argument("names", nargs=-1)
@click.option("--per-minute", type=int, help="Letters in any minute.")
@click.option("--per-hour", type=int, help="Letters in any hour.")
@click.option("--per-day", type=int, help="Letters in a day of the paper’s zone.")
@click.option("--warm-up", default="", help="Letters of each day of a new server: “500 1000 2000”.")
@click.option("--from", "first_day", type=click.DateTime(["%Y-%m-%d"]), help="Its first day.")
def set_(  # noqa: PLR0913 (the options)
    *,
    kind: str,
    names: tuple[str, ...],
    per_minute: int | None,
    per_hour: int | None,
    per_day: int | None,
    warm_up: str,
    first_day: dt.datetime | None,
) -> None:
    """Set the limit of KIND: all, server HOST:PORT, or domain NAMES, which count together.

    The domain “*” stands for each that has no limit of its own. What is not given is not limited.
    """
    try:
        day = first_day.date() if first_day else None
        plan = keeping.warm_up_in(warm_up)
        numbers = Numbers(per_minute, per_hour, per_day, plan, day)
        found = keeping.set_limit(Kind(kind), _name(kind, names), numbers)
    except NotALimit as refused:
        raise click.ClickException(str(refused)) from None
    told = telling.in_words(found)
    _note("set limit", telling.title(found), told)
    click.echo(f"{telling.title(found)}: {told}.")


@limits.command()
@click.argument("kind", type=KINDS)
@click.argument("names", nargs=-1)
def lift(*, kind: str, names: tuple[str, ...]) -> None:
    """Lift a limit; name it as it was set."""
    name = " ".join(sorted(names))
    found = keeping.limit_of(Kind(kind), name)
    if found is None:
        raise click.ClickException("There is no such limit; `masthead limit list` shows them.")
    title = telling.title(found)
    keeping.lift(found)
    _note("lifted limit", title)
    click.echo(f"{title}: no limit any more.")


@limits.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, one line each.")
def list_(*, as_json: bool) -> None:
    """All limits, and how many letters count against them now."""
    for standing in telling.standings():
        if as_json:
            click.echo(json.dumps(_told(standing), ensure_ascii=False))
        else:
            click.echo(f"{telling.title(standing.limit)}: {telling.in_words(standing.limit)}")
            for span, use in standing.uses.items():
                click.echo(f"  this {span}: {use.gone:,} of {use.most:,}")


def _told(standing: Standing) -> dict[str, Any]:
    limit = standing.limit
    told: dict[str, Any] = {"kind": limit.kind, "name": limit.name}
    for span, use in standing.uses.items():
        told[span] = {"most": use.most, "gone": use.gone}
    opens_at = standing.room.opens_at
    return told | {"opens_at": opens_at.isoformat(timespec="seconds") if opens_at else None}


def _name(kind: str, names: tuple[str, ...]) -> str:
    if kind == Kind.DOMAIN:
        typed = " ".join(names)
        known = keeping.limit_of(Kind.DOMAIN, " ".join(sorted(set(names))))
        return keeping.domains_in(typed, but=known.name if known else "")
    if kind == Kind.SERVER:
        servers = servers_in(current_app.config["SMTP_URL"])
        return keeping.server_in(" ".join(names), [server.name for server in servers])
    if names:
        raise NotALimit("The overall limit has no name.")
    return ""


def _note(act: str, subject: str, detail: str = "") -> None:
    db.session.add(AuditEntry(actor=HERE, act=act, subject=subject, detail=detail))
    db.session.commit()
