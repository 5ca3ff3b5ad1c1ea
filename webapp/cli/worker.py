"""The worker, and how it is kept beside the site."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial

import click
from huey.consumer import Consumer

from .. import create_app, jobs

JOB_THREADS = 4
PAUSE_BEFORE_RESTART = 2  # seconds
NICENESS = 5  # see nice(1)


@click.command()
@click.option("--with-parent", type=int, hidden=True, help="Stop when this process is gone.")
def worker(*, with_parent: int | None) -> None:
    """Work off jobs: send mails and campaigns, sweep up."""
    give_way()
    app = create_app()
    jobs.trigger_sweeps(app)
    consumer = Worker(
        app.extensions["masthead.queue"], workers=JOB_THREADS, max_delay=0.5, graceful_signal="TERM"
    )
    if with_parent:
        when_gone(with_parent, partial(consumer.stop, graceful=True))
    consumer.run()


def give_way() -> None:
    """Let web processes on the same processors go first: somebody waits for each page."""
    os.nice(NICENESS)


class Worker(Consumer):
    """Huey’s consumer, which tells long jobs that it wants to end."""

    def stop(self, graceful: bool = False) -> None:  # noqa: FBT001, FBT002 (Huey’s own signature)
        """End: at once, or when the running jobs have."""
        jobs.stopping.set()
        super().stop(graceful)


def keep_worker(stopping: threading.Event) -> None:
    """Keep one worker process alive until ``stopping`` is set, then let it finish."""
    while not stopping.is_set():
        process = start_worker()
        while process.poll() is None and not stopping.wait(0.2):
            pass
        if stopping.is_set():
            process.terminate()
            process.wait()
        else:
            stopping.wait(PAUSE_BEFORE_RESTART)


def start_worker() -> subprocess.Popen[bytes]:
    """A worker that stops with this process.

    It has a session of its own, as Linux shares processors out among sessions (autogroups in
    sched(7)): in the web processes’ they would wait for what it has used.
    """
    command = [sys.executable, "-m", "webapp", "worker", "--with-parent", str(os.getpid())]
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603 (our own program)


def when_gone(parent: int, stop: Callable[[], None]) -> None:
    """Stop when the process that started this one is gone, however it went."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        stop()

    threading.Thread(target=watch, daemon=True).start()
