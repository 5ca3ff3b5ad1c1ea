"""The access log of ready pages: every line whole and in order, whoever writes at the same time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from threading import Thread

import pytest
import structlog

from webapp.accesslog import MOST_AT_ONCE, AccessLog

LINES = 500


class File:
    """What the log is written to; keeps each write apart."""

    def __init__(self):
        self.writes = []

    def write(self, text):
        self.writes.append(text)

    def flush(self):
        """Nothing waits here."""


@pytest.fixture
def file():
    before = structlog.get_config()["logger_factory"]
    file = File()
    structlog.configure(logger_factory=structlog.WriteLoggerFactory(file))
    yield file
    structlog.configure(logger_factory=before)


def tell(log, number, network="203.0.113.7"):
    log.tell(
        request_id=f"{number:08x}",
        method="GET",
        route="/<int:year>/",
        status=200,
        seconds=0.00123,
        network=network,
    )


def lines_of(file):
    return [json.loads(line) for line in "".join(file.writes).splitlines()]


def test_every_line_is_written_in_its_order(file):
    log = AccessLog()
    for number in range(LINES):
        tell(log, number)
    log.rest()
    assert [line["request_id"] for line in lines_of(file)] == [f"{n:08x}" for n in range(LINES)]
    assert max(map(len, file.writes)) <= MOST_AT_ONCE


def test_a_line_says_what_was_asked_and_nothing_breaks_it(file):
    log = AccessLog()
    tell(log, 1, network='203.0.113.7"\n{}')
    log.rest()
    [line] = lines_of(file)
    assert line["network"] == '203.0.113.7"\n{}'
    assert (line["route"], line["status"], line["milliseconds"]) == ("/<int:year>/", 200, 1.2)
    assert line["timestamp"].endswith("Z")


def test_many_threads_lose_nothing(file):
    log = AccessLog()
    threads = [
        Thread(target=lambda first=first: [tell(log, first + n) for n in range(LINES)])
        for first in range(0, 4 * LINES, LINES)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.rest()
    assert sorted(int(line["request_id"], 16) for line in lines_of(file)) == list(range(4 * LINES))


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_fork_writes_lines_of_its_own(file, tmp_path):
    log = AccessLog()
    tell(log, 1)
    log.rest()
    tell(log, 2)
    if not (child := os.fork()):
        tell(log, 3)
        log.rest()
        (tmp_path / "child").write_text("".join(file.writes))
        os._exit(0)
    os.waitpid(child, 0)
    assert '"00000003"' in (tmp_path / "child").read_text()


def test_what_was_told_last_is_written_when_the_process_ends():
    program = (
        "import sys, structlog; from webapp.accesslog import AccessLog\n"
        "structlog.configure(logger_factory=structlog.WriteLoggerFactory(sys.stderr))\n"
        "AccessLog().tell(request_id='last', method='GET', route='/', status=200,"
        " seconds=0, network='')\n"
    )
    asked = [sys.executable, "-c", program]
    ended = subprocess.run(asked, check=True, capture_output=True, text=True)
    assert '"request_id": "last"' in ended.stderr
