"""Serving refuses, in one sentence, what would not work, and keeps nobody waiting."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from tests.house.source import ROOT
from webapp.cli.serving import name_of
from webapp.cli.worker import start_worker


@pytest.fixture
def serve(tmp_path):
    """Run `masthead serve` on an empty instance and return status and what it said."""

    def run(*words, **settings):
        environment = os.environ | {"MASTHEAD_INSTANCE": str(tmp_path), **settings}
        command = [sys.executable, "-m", "webapp", "serve", *words]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stderr.strip()

    return run


def test_a_port_that_is_taken_is_named(serve):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as the server itself listens
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        status, said = serve("--port", port)
    assert status == 1
    assert (
        said == f"masthead: Port {port} is in use; stop what is there or choose another by --port."
    )


def test_a_database_without_tables_is_refused(serve):
    status, said = serve("--port", "0")
    assert status == 1
    assert said == "masthead: The database is not up to date; run masthead init, then serve."


def test_a_wrong_setting_is_named(serve):
    status, said = serve("--port", "0", MASTHEAD_TIME_ZONE="Mars/Olympus")
    assert status == 1
    assert "MASTHEAD_TIME_ZONE must be a time zone name like Asia/Almaty" in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("127.0.0.1", "localhost"),
        ("0.0.0.0", "localhost"),  # noqa: S104 (every address of this machine)
        ("::", "localhost"),
        ("2001:db8::1", "[2001:db8::1]"),
        ("paper.example", "paper.example"),
    ],
)
def test_the_address_that_is_printed_can_be_opened(host, name):
    assert name_of(host) == name


def test_the_collector_leaves_alone_what_a_web_process_is_made_of(tmp_path):
    made = """
import gc
from webapp.cli.serving import web_app
app = web_app()
kept = {id(one) for one in gc.get_objects()}  # those that the collector goes through
print(gc.get_freeze_count(), len(kept), id(app.url_map) in kept, app.name)
"""
    environment = os.environ | {"MASTHEAD_INSTANCE": str(tmp_path)}
    command = [sys.executable, "-c", made]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    frozen, left, is_gone_through, name = said.stdout.split()
    assert name == b"webapp"
    assert is_gone_through == b"False"
    assert int(frozen) > 100 * int(left)


def test_the_worker_beside_the_site_has_a_session_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("MASTHEAD_INSTANCE", str(tmp_path))
    worker = start_worker()
    try:
        assert os.getsid(worker.pid) == worker.pid
    finally:
        worker.kill()
        worker.wait()
