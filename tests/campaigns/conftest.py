"""A mail server for the campaigns of one test."""

from __future__ import annotations

import pytest

from tests.campaigns.clicks import letters, visit
from tests.campaigns.pages import pages
from tests.campaigns.working import start, start_sender, start_worker
from tests.mail.servers import Server

__all__ = ["letters", "pages", "start", "start_sender", "start_worker", "visit"]


@pytest.fixture
def server():
    """A server that behaves until its script says otherwise."""
    with Server() as server:
        yield server


@pytest.fixture
def settings(settings, server):
    """The app under test sends to that server."""
    return settings | {"SMTP_URL": server.url, "PUBLIC_URL": "https://paper.example"}


@pytest.fixture(autouse=True)
def in_context(context):
    """Most tests here are below the views; one that uses a browser overrides this."""
    return context
