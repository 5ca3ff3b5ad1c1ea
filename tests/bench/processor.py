"""How long processors were at work on a question: what is left when others are busy, too."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import text

from webapp.extensions import db


def server() -> Path | None:
    """Where Linux counts the time of the server process that answers this session, if it is here."""
    if db.session.get_bind().dialect.name == "sqlite":
        return None
    number = db.session.scalar(text("SELECT pg_backend_pid()"))
    counted = Path(f"/proc/{number}/schedstat")
    return counted if counted.exists() else None


def seconds(server: Path | None) -> float:
    """How long this process and its server have been at work."""
    served = int(server.read_text().split()[0]) / 1e9 if server else 0
    return time.process_time() + served
