"""Serving: the site, alone or with a worker beside it."""

from __future__ import annotations

import gc
import os
import signal
import socket
import threading
from functools import partial

import click
from flask import Flask
from granian.constants import Interfaces
from granian.server import Server

from .. import config, create_app, health
from ..extensions import db
from ..outcomes import Outcome
from .instance import bring_up_to_date
from .newspaper import load_demo, tell_demo
from .worker import keep_worker, when_gone

REQUEST_THREADS = 4
EVERYWHERE = ("127.0.0.1", "0.0.0.0", "::")  # noqa: S104  # where this machine is localhost

host = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
port = click.option("--port", default=8000, show_default=True, help="Port to listen at.")
workers = click.option("--workers", default=2, show_default=True, help="Web processes.")


class NotReady(Outcome):
    """The site was to be served from a database without today's schema."""

    sentence = "The database is not up to date; run masthead init, then serve."


class PortTaken(Outcome):
    """Another program listens where the site was to be served."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is in use; stop what is there or choose another by --port.")


@click.command()
@host
@port
@workers
@click.option("--demo", "with_demo", is_flag=True, help="First make and fill a demo newspaper.")
def serve(*, host: str, port: int, workers: int, with_demo: bool) -> None:
    """Serve the site and work off jobs: all one machine needs."""
    get_ready(host, port, with_demo=with_demo)
    stopping = threading.Event()
    keeper = threading.Thread(target=keep_worker, args=(stopping,), name="worker keeper")
    keeper.start()
    try:
        run_web(host, port, workers)
    finally:
        stopping.set()
        keeper.join()


@click.command()
@host
@port
@workers
def web(*, host: str, port: int, workers: int) -> None:
    """Serve the site only; run `masthead worker` beside it."""
    get_ready(host, port)
    run_web(host, port, workers)


def get_ready(host: str, port: int, *, with_demo: bool = False) -> None:
    """Refuse a wrong setting or an old schema here, in one sentence, before a process is started.

    Raises SettingError, NotReady and PortTaken.
    """
    refuse_taken(host, port)
    url = f"http://{name_of(host)}:{port}"
    config.serve_at(url)
    app = create_app()
    with app.app_context():
        if with_demo:
            bring_up_to_date()
            tell_demo(load_demo())
        elif not health.is_up_to_date():
            raise NotReady
        db.session.remove()
        db.engine.dispose()
    click.echo(f"Masthead is at {url}/")
    if not app.config["SMTP_URL"]:
        click.echo(f"Every mail arrives at {url}/mailbox/")


def name_of(host: str) -> str:
    """What people call the host: passkeys are bound to a name, and numbers are none."""
    if host in EVERYWHERE:
        return "localhost"
    return f"[{host}]" if ":" in host else host


def refuse_taken(host: str, port: int) -> None:
    """Raise PortTaken when somebody listens there: the server would share the port silently."""
    family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError:
            raise PortTaken(port) from None


def run_web(host: str, port: int, workers: int) -> None:
    """Serve until told to stop."""
    Server(
        f"{__name__}:{web_app.__name__}",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=REQUEST_THREADS,
        respawn_failed_workers=True,
        websockets=False,
        log_level="warning",  # type: ignore[arg-type]
    ).serve()


def web_app() -> Flask:
    """The application as a web process serves it, which ends with the one that started it.

    Ctrl-C at a terminal goes to all of a group: web processes are in groups of their own, as the
    server ends them itself, and those that were told before may never end.
    """
    os.setpgid(0, 0)
    when_gone(os.getppid(), partial(os.kill, os.getpid(), signal.SIGTERM))
    app = create_app()
    settle()
    return app


def settle() -> None:
    """Have the garbage collector leave alone what was made until now, which stays for good.

    It would go through all of it again every hundred requests or so, and whoever asked for a page
    just then would wait an eighth of a second longer.
    """
    gc.collect()
    gc.freeze()
