"""The `masthead` command: one file per noun. Exit status 0 done, 1 refused, 2 wrong usage."""

from __future__ import annotations

import sys

import click
from flask.cli import ScriptInfo, with_appcontext
from sqlalchemy.exc import OperationalError, ProgrammingError

from .. import create_app
from ..config import SettingError
from ..outcomes import Outcome
from . import campaign_steps as campaign_steps  # its commands join those of campaigns
from . import (
    campaigns,
    consent,
    dkim,
    imports,
    instance,
    limits,
    lists,
    newspaper,
    pages,
    passwords,
    serving,
    staff,
    subscribers,
    suppress,
    worker,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def masthead() -> None:
    """A newspaper's website, its readers' accounts and its mailing lists."""


@click.group(name="import")
def import_() -> None:
    """Take in what another system exported."""


@click.group()
def export() -> None:
    """Give out what is in the tables."""


def in_app(command: click.Command) -> click.Command:
    """Run a command, and every command below it, inside the application it is asked of."""
    if isinstance(command, click.Group):
        for below in command.commands.values():
            in_app(below)
    elif command.callback is not None:
        command.callback = with_appcontext(command.callback)
    return command


def wire() -> None:
    """Put every noun's commands into their place."""
    import_.add_command(subscribers.import_subscribers)
    for command in (imports.show_import, imports.resume_import, imports.undo_import):
        import_.add_command(command)
    export.add_command(subscribers.export_subscribers)
    nouns = (
        staff.staff,
        pages.page,
        lists.lists,
        campaigns.campaigns,
        consent.consent,
        suppress.suppress,
        limits.limits,
        dkim.dkim,
        passwords.passwords,
        import_,
        export,
    )
    for command in (instance.init, newspaper.demo, *nouns):
        masthead.add_command(in_app(command))
    for command in (serving.serve, serving.web, worker.worker):
        masthead.add_command(command)


def main() -> None:
    """Run `masthead`; what is refused ends it with one sentence and status 1."""
    wire()
    try:
        masthead(obj=ScriptInfo(create_app=create_app))
    except (SettingError, Outcome) as problem:
        sys.exit(f"masthead: {problem}")
    except (OperationalError, ProgrammingError) as problem:
        sys.exit(f"masthead: {problem.orig}; masthead init makes or updates the database.")
