"""Timing letters: at which hour of the paper’s day a digest comes to a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from . import consenting
from .consenting import Proof
from .locking import OPEN, lock_if
from .models import ConsentEvent, MailingList, Subscription

HOURS = {hour: f"{hour:02}:00" for hour in range(24)}
HOUR_CHOICES = {str(hour): words for hour, words in HOURS.items()}


def hour_of(mailing_list: MailingList, subscription: Subscription | None) -> int:
    """When a digest comes: at the hour that was chosen, or else at the list’s."""
    chosen = None if subscription is None else subscription.hour
    return mailing_list.hour if chosen is None else chosen


def set_hours(
    subscriptions: Sequence[Subscription], wanted: Mapping[int, int], proof: Proof
) -> set[int]:
    """Have digests come at the hours ``wanted`` of their lists, by id, and note it.

    Who wants the list’s own hour follows it when staff change it. Returns the lists for which the
    hour is new.
    """
    changed: dict[int, list[Subscription]] = defaultdict(list)
    for one in lock_if(OPEN, subscriptions):
        hour = wanted.get(one.list_id)
        if hour is not None and hour != hour_of(one.mailing_list, one):
            one.hour = None if hour == one.mailing_list.hour else hour
            changed[hour].append(one)
    for hour, some in changed.items():
        consenting.record(some, ConsentEvent.SPACED, proof, f"at {HOURS[hour]}")
    return {one.list_id for some in changed.values() for one in some}
