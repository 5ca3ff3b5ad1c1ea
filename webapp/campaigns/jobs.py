"""The jobs of campaigns: triggers only, the ledger says what is to be done."""

from __future__ import annotations

import datetime as dt
import threading

from sqlalchemy import select

from .. import jobs
from ..extensions import db
from ..logs import log
from . import cancelling, recovering, sending, yielding
from .models import sending_campaigns

# A worker runs several jobs at a time; campaigns never take all of them, so that a single mail
# does not wait behind a mailing.
MOST_AT_ONCE = 2
_running: set[int] = set()
_waiting: set[int] = set()
_lock = threading.Lock()


@jobs.job()
def send_campaign(campaign_id: int) -> None:
    """Send what is due of a campaign, unless this process does so already or has enough to do."""
    ahead = yielding.is_alert(campaign_id)
    if not _begin(campaign_id, ahead=ahead):
        return
    try:
        trouble = sending.send(campaign_id, jobs.stopping, _another_waits)
    finally:
        waited = _end(campaign_id)
        _trigger(waited | (_on_their_way() - {campaign_id}) if ahead else waited)
        _trigger_settling()  # what was given back of one that was cancelled meanwhile
        db.session.commit()
    if trouble:
        log.warning("campaign waits for the server", campaign=campaign_id, why=trouble)


@jobs.job(every=dt.timedelta(minutes=1))
def sweep() -> None:
    """Recover what dead workers left, and trigger every campaign that is on its way."""
    recovering.recover(db.engine, sending.journals())
    _trigger(_on_their_way())
    _trigger_settling()
    db.session.commit()


def _on_their_way() -> set[int]:
    return {campaign.id for campaign in db.session.scalars(sending_campaigns())}


def _begin(campaign_id: int, *, ahead: bool = False) -> bool:
    """Whether to send it here and now; an alert goes ahead of those that take all the places."""
    with _lock:
        if campaign_id in _running:
            _waiting.add(campaign_id)  # it may be at its end, as after a pause
            return False
        is_free = ahead or len(_running) < MOST_AT_ONCE
        (_running if is_free else _waiting).add(campaign_id)
        return is_free


def _end(campaign_id: int) -> set[int]:
    """Note the end; those campaigns on their way that waited for it.

    Who was asked for again while it runs waits for its own end, not for that of another.
    """
    with _lock:
        _running.discard(campaign_id)
        waited = _waiting - _running
        _waiting.intersection_update(_running)
    return waited & _on_their_way()


def _another_waits() -> bool:
    """Whether a campaign has no place here; one that waits for a limit needs none."""
    with _lock:
        return bool(_waiting - _running)


def _trigger_settling() -> None:
    for campaign_id in db.session.scalars(cancelling.unsettled()).all():
        cancelling.settle_cancelled.later(campaign_id=campaign_id)


def _trigger(campaign_ids: set[int]) -> None:
    """Ask for campaigns to be sent once the transaction ends, which has nothing to write."""
    for campaign_id in sorted(campaign_ids):
        send_campaign.later(campaign_id=campaign_id)
    db.session.execute(select(1))
