"""The job of digests."""

from __future__ import annotations

import datetime as dt

from ... import jobs
from ...extensions import db
from ...logs import log
from . import running, timing


@jobs.job(every=dt.timedelta(minutes=1))
def send_digests() -> None:
    """Launch every digest that is due, each in a transaction of its own."""
    for due in list(timing.due()):
        db.session.commit()  # what was read; each run begins with nothing held
        campaign = running.run(due)
        db.session.commit()
        if campaign is not None:
            log.info("digest launched", campaign=campaign.id, list=due.list_id, hour=due.hour)
    db.session.commit()
