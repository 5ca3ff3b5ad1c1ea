"""Servers to measure: the site and the machine's limits, all on the same server program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from tests.journeys.site import free_port

WORKERS = 2
THREADS = 4
GRANIAN = (sys.executable, "-m", "granian", "--interface", "wsgi", "--log-level", "error")
GRANIAN += ("--workers", str(WORKERS), "--blocking-threads", str(THREADS))


@contextmanager
def limit(name: str, page: Path | None = None, headers: list[tuple[str, str]] | None = None):
    """One of tests.bench.limits, served with ready bytes or headers; yields its address."""
    port = free_port()
    command = [*GRANIAN, "--port", str(port), f"tests.bench.limits:{name}"]
    environment = os.environ | ({"BENCH_PAGE": str(page)} if page else {})
    environment |= {"BENCH_HEADERS": json.dumps(headers or [])}
    with serving(command, environment, f"http://127.0.0.1:{port}/") as url:
        yield url


@contextmanager
def site(instance: Path):
    """Masthead's web processes on ``instance``, without worker; yields its address."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "webapp",
        "web",
        "--port",
        str(port),
        "--workers",
        str(WORKERS),
    ]
    with serving(command, environment(instance), f"http://127.0.0.1:{port}/") as url:
        yield url


def environment(instance: Path) -> dict[str, str]:
    """The environment of a Masthead under load."""
    return os.environ | {
        "MASTHEAD_INSTANCE": str(instance),
        "MASTHEAD_RATELIMIT_ENABLED": "false",
        "MASTHEAD_LOG_LEVEL": "WARNING",
    }


def masthead(instance: Path, *words: str) -> str:
    """Run a `masthead` command on ``instance`` and return what it prints."""
    command = [sys.executable, "-m", "webapp", *words]
    return subprocess.run(
        command, env=environment(instance), capture_output=True, text=True, check=True
    ).stdout


@contextmanager
def serving(command: list[str], environment: dict[str, str], url: str):
    """Run a server until the block ends, from when it answers."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return once ``url`` answers."""
    for _ in range(300):
        assert process.poll() is None, f"the server at {url} ended with {process.returncode}"
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{url} does not answer")


def read(url: str) -> str:
    """The page at ``url``."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read().decode()
