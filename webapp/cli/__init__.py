"""The `masthead` command."""

from __future__ import annotations

import sys

import click
from flask import Flask
from flask.cli import FlaskGroup

from ..config import SettingError


def _make_app() -> Flask:
    from .. import create_app

    return create_app()


@click.group(
    cls=FlaskGroup, create_app=_make_app, add_default_commands=False, add_version_option=False
)
def masthead() -> None:
    """A newspaper's website, its readers' accounts and its mailing lists."""


def register_commands(app: Flask) -> None:
    """Add every noun's commands to the application."""


def main() -> None:
    """Run `masthead`; a wrong setting ends it with one sentence and status 1."""
    try:
        masthead()
    except SettingError as problem:
        click.echo(f"masthead: {problem}", err=True)
        sys.exit(1)
