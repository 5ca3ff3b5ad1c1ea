"""Real workers on the instance of a test."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from tests.machine import ROOT


@pytest.fixture
def start(context):
    """Start `masthead …` on the app's own instance; what runs ends with the test."""
    environment = os.environ | {
        "MASTHEAD_INSTANCE": str(context.config["INSTANCE"]),
        "MASTHEAD_DATABASE_URL": context.config["DATABASE_URL"],
        "MASTHEAD_SMTP_URL": context.config["SMTP_URL"],
        "MASTHEAD_SECRET_KEY": context.config["SECRET_KEY"],
        "MASTHEAD_LOG_LEVEL": "WARNING",
    }
    running = []

    def start(*words):
        command = [sys.executable, "-m", "webapp", *words]
        running.append(subprocess.Popen(command, env=environment, cwd=ROOT))
        return running[-1]

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
        process.wait()


@pytest.fixture
def start_worker(start):
    """Start a worker."""
    return lambda: start("worker")


@pytest.fixture
def start_sender(start):
    """Start a process that sends one campaign and waits for its end."""
    return lambda campaign_id: start("campaign", "send", str(campaign_id), "--wait")


def wait_for(condition, seconds=30):
    """Until it holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
