"""The site ends whole: nobody has to look for processes that stayed behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.server import environment, wait_for
from tests.campaigns.working import wait_for as wait_until
from tests.journeys.site import free_port

SOON = 60  # seconds, on a busy machine; mostly it takes one or two


@pytest.fixture
def site(tmp_path):
    """A site of two web processes and a worker, as one starts it at a terminal."""
    port, settings = free_port(), environment(tmp_path)
    masthead = [sys.executable, "-m", "webapp"]
    subprocess.run([*masthead, "init"], env=settings, check=True, stdout=subprocess.DEVNULL)
    command = [*masthead, "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, env=settings, start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/", process)
        wait_until(lambda: len(children_of(process.pid)) == 3, SOON)
        yield process
    finally:
        process.kill()
        process.wait()


def children_of(number):
    """The processes that one started and that are there."""
    everybody = [int(one.name) for one in Path("/proc").iterdir() if one.name.isdecimal()]
    return [one for one in everybody if stat_of(one)[1] == str(number)]


def are_gone(numbers):
    """Whether none of these processes is there, but for what waits to be looked at."""
    return all(stat_of(number)[0] in {"", "Z"} for number in numbers)


def stat_of(number):
    """State and parent of a process, see proc_pid_stat(5); of one that is gone, nothing."""
    try:
        state, parent, *_ = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return "", ""
    return state, parent


def test_ctrl_c_ends_it(site):
    started = children_of(site.pid)
    os.killpg(site.pid, signal.SIGINT)  # as a terminal does
    assert site.wait(SOON) == 0
    wait_until(lambda: are_gone(started), SOON)


def test_nobody_stays_when_it_is_killed(site):
    started = children_of(site.pid)
    site.kill()
    wait_until(lambda: are_gone(started), SOON)
