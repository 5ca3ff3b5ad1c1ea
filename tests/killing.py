"""Real worker processes on the app under test, and killing them in the middle of their work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

from tests.machine import ROOT
from webapp.extensions import db


@contextmanager
def workers(app, script):
    """Start processes that run a script with a number: ``with workers(…) as start: start(7)``."""
    environment = os.environ | {
        "MASTHEAD_INSTANCE": str(app.config["INSTANCE"]),
        "MASTHEAD_DATABASE_URL": app.config["DATABASE_URL"],
        "MASTHEAD_SECRET_KEY": app.config["SECRET_KEY"],
        "MASTHEAD_PUBLIC_URL": app.config["PUBLIC_URL"],
    }
    processes = []

    def start(number):
        db.session.rollback()  # else this process would hold what the other waits for
        command = [sys.executable, "-c", script, str(number)]
        processes.append(subprocess.Popen(command, cwd=ROOT, env=environment))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.wait()


def kill_after(process, is_far_enough):
    """Kill a process with the signal that nothing can answer, once it is far enough."""
    deadline = time.monotonic() + 120
    while not is_far_enough():
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline, "it did not get on"
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()


def finish(process):
    """Wait until it has done all."""
    assert process.wait(120) == 0
