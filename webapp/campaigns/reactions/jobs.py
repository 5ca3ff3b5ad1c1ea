"""The jobs of reactions."""

from __future__ import annotations

import datetime as dt

from ... import jobs
from ...extensions import db
from . import comparing, rolling


@jobs.job(every=dt.timedelta(minutes=1))
def roll_up() -> None:
    """Judge and count the visits that are over, and keep the sums of issues that were sent."""
    has_more = True
    while has_more and not jobs.stopping.is_set():
        has_more = rolling.roll_up()
        db.session.commit()
    comparing.keep_figures()
    db.session.commit()
