"""The job of digests."""

from __future__ import annotations

import datetime as dt

from ... import jobs
from ...extensions import db
from ...logs import log
from ...outcomes import Outcome
from . import running, timing


@jobs.job(every=dt.timedelta(minutes=1))
def send_digests() -> None:
    """Launch every digest that is due, each in a transaction of its own."""
    for due in list(timing.due()):
        db.session.commit()  # what was read; each run begins with nothing held
        try:
            campaign = running.run(due)
        except Outcome as refused:  # it is tried again each minute; others do not wait for it
            db.session.rollback()
            log.warning("digest held", list=due.list_id, hour=due.hour, why=refused.sentence)
            continue
        db.session.commit()
        if campaign is not None:
            log.info("digest launched", campaign=campaign.id, list=due.list_id, hour=due.hour)
    db.session.commit()
