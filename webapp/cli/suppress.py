"""Commands about addresses and domains to which nothing is written."""

from __future__ import annotations

import json

import click
from sqlalchemy import select

from .. import addresses
from ..database import only_reading, read_at_length
from ..extensions import db
from ..newsroom.models import AuditEntry
from ..subscriptions import lifting, suppressing
from ..subscriptions.consenting import Proof
from ..subscriptions.models import SuppressedDomain, Suppression, suppressed_domains, suppression_of

HERE = "command line"
WHY = "Why: it is kept in the record."


@click.group()
def suppress() -> None:
    """Write to an address or a domain no more, lift that again, and list them all."""


@suppress.command()
@click.argument("place")
@click.option("--because", required=True, help=WHY)
def add(*, place: str, because: str) -> None:
    """Write to PLACE no more: an address, or a domain and all below it."""
    kept = _normalised(place)
    if "@" in kept:
        suppressing.suppress(kept, suppressing.BY_STAFF, Proof(HERE, evidence=because))
    else:
        suppressing.suppress_domain(kept, suppressing.BY_STAFF, because)
    _note("suppressed address" if "@" in kept else "suppressed domain", kept, because)
    click.echo(f"Nothing is written to {kept} any more.")


@suppress.command()
@click.argument("place")
@click.option("--because", required=True, help=WHY)
def lift(*, place: str, because: str) -> None:
    """Let PLACE be written to again; nobody joins a list by it."""
    kept = _normalised(place)
    found = db.session.scalar(suppression_of(kept))
    domain = db.session.scalar(suppressed_domains().where(SuppressedDomain.domain == kept))
    if found:
        lifting.lift_by_owner(found, because, HERE)
    elif domain:
        lifting.lift_domain(domain, because)
    else:
        raise click.ClickException(f"{kept} is not suppressed.")
    _note("lifted suppression" if "@" in kept else "lifted domain", kept, because)
    click.echo(f"{kept} may be written to again.")


@suppress.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, one line each.")
def list_(*, as_json: bool) -> None:
    """All domains and addresses, with why and since when."""
    only_reading.set(True)
    read_at_length(db.session())
    domains = suppressed_domains().order_by(SuppressedDomain.domain)
    for domain in db.session.scalars(domains):
        _say(domain.domain, domain, as_json=as_json)
    own = select(Suppression).where(Suppression.domain_id.is_(None)).order_by(Suppression.id)
    for found in db.session.scalars(own.execution_options(yield_per=1000)):
        _say(found.email, found, as_json=as_json)


def _say(place: str, one: Suppression | SuppressedDomain, *, as_json: bool) -> None:
    told = {"place": place, "reason": one.reason, "evidence": one.evidence}
    told["since"] = one.since.isoformat(timespec="seconds")
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else "  ".join(told.values()))


def _normalised(place: str) -> str:
    try:
        is_address = "@" in place.strip().lstrip("@")
        return addresses.normalise(place) if is_address else suppressing.normalise_domain(place)
    except addresses.AddressRefused as refused:
        raise click.ClickException(str(refused)) from None


def _note(act: str, place: str, because: str) -> None:
    db.session.add(AuditEntry(actor=HERE, act=act, subject=place, detail=because))
    db.session.commit()
