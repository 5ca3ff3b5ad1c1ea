"""How long processors were at work on a question: what is left when others are busy, too."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import text

from webapp.extensions import db


def servers() -> list[Path]:
    """Where Linux counts the time of the server processes of this database, if they are here.

    All of them: which one answers a page is up to the pool. What workers of a parallel plan do is
    not counted.
    """
    if db.session.get_bind().dialect.name == "sqlite":
        return []
    asked = (
        "SELECT pid FROM pg_stat_activity"
        " WHERE datname = current_database() AND backend_type = 'client backend'"
    )
    numbers = db.session.scalars(text(asked))
    return [each for number in numbers if (each := Path(f"/proc/{number}/schedstat")).exists()]


def seconds(servers: list[Path]) -> float:
    """How long this process and its servers have been at work."""
    served = sum(int(each.read_text().split()[0]) for each in servers)
    return time.process_time() + served / 1e9
