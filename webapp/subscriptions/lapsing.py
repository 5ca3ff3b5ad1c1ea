"""Lapsing: an ask that nobody confirmed ends by itself, and its address is forgotten with it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from .. import clock, jobs
from ..extensions import db
from . import forgetting, leaving
from .consenting import Proof
from .models import Ended, Subscription

UNCONFIRMED_FOR = dt.timedelta(days=30)
BATCH = 500


@jobs.job(every=dt.timedelta(hours=1))
def end_unconfirmed() -> None:
    """End what was asked for thirty days ago and never confirmed, some at a time."""
    while lapsed := _lapsed():
        leaving.end(lapsed, Ended.UNCONFIRMED, Proof("sweep"))
        db.session.flush()
        forgetting.forget_unconfirmed({one.subscriber_id for one in lapsed}, "sweep")
        db.session.commit()


def _lapsed() -> list[Subscription]:
    found = (
        select(Subscription)
        .where(
            Subscription.confirmed_at.is_(None),
            Subscription.ended_at.is_(None),
            Subscription.asked_at <= clock.now() - UNCONFIRMED_FOR,
        )
        .order_by(Subscription.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return list(db.session.scalars(found))
