"""Commands about staff: who may work in the newsroom."""

from __future__ import annotations

import json
import sys

import click
from flask import current_app

from .. import addresses
from ..accounts import appointing, passwords, recovering
from ..accounts.models import Account, Role
from ..extensions import db
from ..newsroom.models import AuditEntry

ROLES = [role.value for role in Role if role is not Role.READER]


@click.group()
def staff() -> None:
    """Add staff, and list them."""


@staff.command()
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What they may do.")
@click.option("--name", default="", help="Their name.")
@click.option("--password-stdin", is_flag=True, help="Read their password from standard input.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def add(*, email: str, role: str, name: str, password_stdin: bool, as_json: bool) -> None:
    """Give EMAIL a role; without a password, print the link to choose one."""
    address = _address(email)
    password = _password(address) if password_stdin else ""
    account = appointing.appoint(address, Role(role), name=name, password=password)
    link = "" if account.password_hash else recovering.invitation(account)
    db.session.add(
        AuditEntry(actor="command line", act="appointed staff", subject=address, detail=role)
    )
    db.session.commit()
    if as_json:
        click.echo(json.dumps(_described(account) | {"link": link or None}))
    else:
        click.echo(f"{address} is {role} now.")
        if link:
            click.echo(f"To choose a password, within three days: {link}")


@staff.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def list_(*, as_json: bool) -> None:
    """Show everybody who may work in the newsroom."""
    found = db.session.scalars(appointing.staff()).all()
    if as_json:
        click.echo(json.dumps([_described(account) for account in found]))
        return
    for account in found:
        click.echo(f"{account.role:8}{account.email}  {account.name}".rstrip())


def _address(email: str) -> str:
    try:
        return addresses.normalise(email)
    except addresses.AddressRefused as problem:
        raise click.ClickException(str(problem)) from None


def _password(address: str) -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    try:
        passwords.refuse_weak(password, email=address, paper=current_app.config["NAME"])
    except passwords.PasswordRefused as problem:
        raise click.ClickException(str(problem)) from None
    return password


def _described(account: Account) -> dict[str, object]:
    return {
        "email": account.email,
        "name": account.name,
        "role": account.role,
        "confirmed": account.confirmed_at is not None,
        "disabled": account.disabled_at is not None,
    }
