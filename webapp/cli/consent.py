"""Commands about the consent record: whether it is whole, and what it says of one person."""

from __future__ import annotations

import json
import re
import sys

import click
from sqlalchemy import select

from .. import addresses
from ..database import only_reading
from ..extensions import db
from ..subscriptions import attesting, verifying
from ..subscriptions.models import Consent, ConsentHead, consents_about
from ..subscriptions.verifying import Anchor

ANCHOR = re.compile(r"(\d+):([0-9a-f]{64})")


class AnchorType(click.ParamType[Anchor]):
    """NUMBER:HASH, as `verify` prints it."""

    name = "number:hash"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> Anchor:
        """Read it; wrong usage when it is something else."""
        found = ANCHOR.fullmatch(value)
        if found is None:
            self.fail("An anchor is a number, a colon and 64 hexadecimal digits.", param, ctx)
        return Anchor(int(found[1]), found[2])


@click.group()
def consent() -> None:
    """Verify the record of who agreed to what, and prove what it says of a person."""


@consent.command()
@click.option("--anchor", type=AnchorType(), help="A head noted earlier: it must still be there.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def verify(*, anchor: Anchor | None, as_json: bool) -> None:
    """Make every hash of the record anew; the first entry that is wrong ends it with status 1.

    What it prints is an anchor: note it where nobody of the paper can change it.
    """
    only_reading.set(True)
    total = db.session.scalar(select(ConsentHead.number)) or 0
    head = Anchor(0, "")
    bar = click.progressbar(length=total, file=sys.stderr, hidden=not sys.stderr.isatty())
    with bar:
        for at in verifying.verify(anchor):
            bar.update(at.number - head.number)
            head = at
    if as_json:
        click.echo(json.dumps({"entries": head.number, "head": head.hash}))
    else:
        click.echo(f"Whole: {head.number:,} entries. Anchor {head}")


@consent.command()
@click.argument("address")
@click.option("--json", "as_json", is_flag=True, help="The signed proof, as JSON.")
def proof(*, address: str, as_json: bool) -> None:
    """What the record says of ADDRESS, also when its owner had it erased."""
    only_reading.set(True)
    try:
        email = addresses.normalise(address)
    except addresses.AddressRefused as refused:
        raise click.ClickException(str(refused)) from None
    entries = db.session.scalars(consents_about(email)).all()
    if not entries:
        raise click.ClickException(f"The record says nothing of {email}.")
    if as_json:
        click.echo(json.dumps(attesting.attest(email, entries), ensure_ascii=False, indent=2))
        return
    for entry in entries:
        click.echo(_line(entry))


@consent.command()
def key() -> None:
    """The public key with which proofs are checked, as PEM."""
    click.echo(attesting.public_key().decode(), nl=False)


def _line(entry: Consent) -> str:
    letter = entry.mailing_list.name if entry.mailing_list else "every letter"
    what = ": ".join(filter(None, (entry.event, entry.reason)))
    told = (f"{entry.at:%Y-%m-%d %H:%M:%S}Z", f"{entry.id:>9}", letter, what, entry.source)
    return "  ".join((*told, entry.wording_version, entry.evidence)).rstrip()
