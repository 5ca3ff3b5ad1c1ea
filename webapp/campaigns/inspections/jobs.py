"""The jobs of inspections: triggers only, the table says which letters wait."""

from __future__ import annotations

import datetime as dt

from ... import jobs
from ...database import without_write_lock
from ...extensions import db
from ..models import Campaign
from . import inspecting


def ask(campaign: Campaign) -> None:
    """Have a letter inspected as it is now, once the transaction that holds it is committed."""
    if inspecting.begin(campaign):
        inspect_letter.later(campaign_id=campaign.id)


@jobs.job()
def inspect_letter(campaign_id: int) -> None:
    """Inspect a letter that waits for it, unless another worker does so."""
    asked_at = inspecting.claim(campaign_id)
    db.session.commit()
    if asked_at is None:
        return
    with without_write_lock(db.session()):
        letter = inspecting.letter_of(campaign_id)
    report = inspecting.inspect(letter, jobs.stopping.is_set)
    if jobs.stopping.is_set():
        inspecting.give_back(campaign_id, asked_at)
    else:
        inspecting.keep(campaign_id, asked_at, report)
    db.session.commit()


@jobs.job(every=dt.timedelta(minutes=1))
def inspect_waiting() -> None:
    """Trigger the inspections that a lost job or a dead worker left."""
    for campaign_id in db.session.scalars(inspecting.waiting()).all():
        inspect_letter.later(campaign_id=campaign_id)
    db.session.commit()
