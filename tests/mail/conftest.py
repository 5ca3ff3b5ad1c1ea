"""Sending the outbox to a server that a test scripts."""

from __future__ import annotations

import pytest

from tests.mail.servers import Server


@pytest.fixture
def server():
    """A server that behaves until its script says otherwise."""
    with Server() as server:
        yield server
