"""Pausing: no letter until a day, for a holiday; then they come again by themselves."""

from __future__ import annotations

import datetime as dt

from ..dating import start_of
from ..extensions import db
from ..templating import byline_date, today
from . import consenting
from .consenting import Proof
from .models import ConsentEvent, Subscriber

LONGEST = dt.timedelta(days=183)


def first_day() -> dt.date:
    """The earliest day on which letters may come again, where the paper is."""
    return today().date() + dt.timedelta(days=1)


def last_day() -> dt.date:
    """The latest one."""
    return today().date() + LONGEST


def pause(subscriber: Subscriber, until: dt.date, proof: Proof) -> None:
    """Send nothing until a day begins where the paper is; the form knows which are offered."""
    _hold(subscriber)
    moment = start_of(until)
    if subscriber.paused_until != moment:
        subscriber.paused_until = moment
        _record(subscriber, ConsentEvent.PAUSED, proof, f"until {byline_date(moment)}")


def resume(subscriber: Subscriber, proof: Proof) -> None:
    """End the pause early; one that is over already stays as it is."""
    _hold(subscriber)
    if subscriber.is_paused:
        subscriber.paused_until = None
        _record(subscriber, ConsentEvent.RESUMED, proof)


def _hold(subscriber: Subscriber) -> None:
    """Of two at once the second sees what the first did."""
    db.session.refresh(subscriber, with_for_update=True)


def _record(subscriber: Subscriber, event: ConsentEvent, proof: Proof, reason: str = "") -> None:
    who = proof.signed_by(subscriber.id, subscriber.email)
    consenting.record_many([who], event, proof, list_id=None, reason=reason)
