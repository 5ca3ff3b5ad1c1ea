"""Commands about staff: who may work in the newsroom."""

from __future__ import annotations

import json
import sys

import click
from flask import current_app

from .. import addresses
from ..accounts import noting, passwords, signing_in
from ..accounts.factors import removing
from ..accounts.models import Account, Role, What, account_by_email
from ..accounts.staff import appointing, disabling, inviting
from ..extensions import db
from ..newsroom.models import AuditEntry
from ..web import Visit

HERE = Visit("", "command line")
ROLES = [role.value for role in Role if role is not Role.READER]


@click.group()
def staff() -> None:
    """Add staff, list them, and disable accounts."""


@staff.command()
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What they may do.")
@click.option("--name", default="", help="Their name, with a password.")
@click.option("--password-stdin", is_flag=True, help="Read their password from standard input.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def add(*, email: str, role: str, name: str, password_stdin: bool, as_json: bool) -> None:
    """Give EMAIL a role; for an address without an account, print the link to begin one."""
    address = _address(email)
    password = _password(address) if password_stdin else ""
    account = db.session.scalar(account_by_email(address))
    link = ""
    if password:
        account = appointing.appoint(address, Role(role), name=name, password=password)
    elif account is not None and account.confirmed_at:
        appointing.change_role(account, Role(role), HERE)
    else:
        account, link = None, _invitation(address, Role(role))
    _note("appointed staff", address, role)
    db.session.commit()
    _tell(account, address, role, link, as_json=as_json)


def _invitation(address: str, role: Role) -> str:
    """The link of a new invitation, in place of one that may be open."""
    inviting.withdraw_any(address)
    return inviting.link_of(inviting.invite(address, role))


def _tell(account: Account | None, address: str, role: str, link: str, *, as_json: bool) -> None:
    if as_json:
        shown = account or Account(email=address, name="", role=role)
        click.echo(json.dumps(_described(shown) | {"link": link or None}))
        return
    click.echo(f"{address} is {'invited as ' if link else ''}{role}{'' if link else ' now'}.")
    if link:
        click.echo(f"To take the role, within three days: {link}")
    click.echo("At the door of the newsroom they add an authenticator app or a passkey.")


@staff.command()
@click.argument("email")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def rescue(*, email: str, as_json: bool) -> None:
    """Let EMAIL back in who lost every second factor: take those away, sign out every browser.

    Make sure first that it is them who ask: see them, or call the number you know.
    """
    account = _account(email)
    removed = removing.remove_all(account, HERE)
    _note("took second factors", account.email)
    db.session.commit()
    if as_json:
        click.echo(json.dumps({"email": account.email, "removed": removed}))
    else:
        way = "the password alone" if account.password_hash else "a new password, by Forgot it"
        click.echo(f"Second factors taken away: {removed}. {account.email} signs in with {way}.")


@staff.command(name="sign-out")
@click.argument("email", required=False)
@click.option("--everybody", is_flag=True, help="Every account, readers too.")
def sign_out(*, email: str | None, everybody: bool) -> None:
    """Sign the account of EMAIL out on every browser; its owner may sign in again at once."""
    if bool(email) == everybody:
        raise click.UsageError("Name one address, or say --everybody.")
    whom = _signed_out(email) if email else "everybody"
    if everybody:
        signing_in.end_everybodys()
    _note("signed out", whom)
    db.session.commit()
    click.echo(f"Signed out on every browser: {whom}.")


def _signed_out(email: str) -> str:
    account = _account(email)
    signing_in.end_all(account)
    noting.note(account, What.SIGNED_OUT, HERE, "by the paper")
    return account.email


@staff.command()
@click.argument("email")
def disable(*, email: str) -> None:
    """Sign the account of EMAIL out everywhere, and let nobody sign in to it."""
    account = _account(email)
    disabling.disable(account, HERE)
    _note("disabled account", account.email)
    db.session.commit()
    click.echo(f"{account.email} is signed out everywhere and cannot sign in.")


@staff.command()
@click.argument("email")
def enable(*, email: str) -> None:
    """Let the owner of the account of EMAIL sign in again."""
    account = _account(email)
    disabling.enable(account, HERE)
    _note("enabled account", account.email)
    db.session.commit()
    click.echo(f"{account.email} can sign in again.")


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


def _note(act: str, subject: str, detail: str = "") -> None:
    db.session.add(AuditEntry(actor="command line", act=act, subject=subject, detail=detail))


def _account(email: str) -> Account:
    found: Account | None = db.session.scalar(account_by_email(_address(email)))
    if found is None:
        raise click.ClickException("There is no account with that address.")
    return found


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
