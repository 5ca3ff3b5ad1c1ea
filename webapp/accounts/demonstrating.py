"""Demonstrating: the demo newspaper lets whoever sits at its machine in as its editor."""

from __future__ import annotations

from flask import current_app

from ..extensions import db
from ..outcomes import Outcome
from .models import Account, account_by_email

MARK = "demo-editor"  # the file that makes an instance the demo; it holds the editor's address


class NoDemo(Outcome):
    """The instance is not the demo, or is asked for from elsewhere."""

    status = 404
    title = "There is no demo here"
    sentence = "Sign in with your address and your password."


def mark(address: str) -> None:
    """Make this instance the demo, with the account of that address as its editor."""
    (current_app.config["INSTANCE"] / MARK).write_text(address, encoding="ascii")


def is_demo() -> bool:
    """Whether this instance is the demo."""
    return bool((current_app.config["INSTANCE"] / MARK).is_file())


def editor() -> Account:
    """The demo’s editor. Raises NoDemo."""
    if not is_demo():
        raise NoDemo
    address = (current_app.config["INSTANCE"] / MARK).read_text(encoding="ascii").strip()
    account: Account | None = db.session.scalar(account_by_email(address))
    if account is None or not account.is_active:
        raise NoDemo
    return account
