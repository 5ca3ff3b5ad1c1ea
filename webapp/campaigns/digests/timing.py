"""Timing digests: which are due, by the clock of the paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import Select, select

from ... import clock
from ...extensions import db
from ...subscriptions.models import ListKind, MailingList, Subscription, is_live
from .models import DigestRules, DigestRun

# A worker that was away sends a digest late, but not as late as this: then the next brings all.
LATEST = dt.timedelta(hours=6)


class Due(NamedTuple):
    """A digest of a list for one hour, which comes at ``at``."""

    list_id: int
    day: dt.date
    hour: int
    at: dt.datetime


def due() -> Iterator[Due]:
    """Every digest whose hour has come and that has no run yet, the oldest first."""
    for rules in db.session.scalars(_rules_in_force()).all():
        hours = _hours_of(rules.mailing_list)
        done = set(db.session.execute(_runs_of_late(rules.list_id)))
        for one in _passed(rules):
            if one.hour in hours and (one.day, one.hour) not in done:
                yield one


def next_of(rules: DigestRules) -> dt.datetime:
    """When the list’s next digest comes, at its own hour, in the paper’s zone."""
    zone, day = _zone(), clock.now().astimezone(_zone()).date()
    while True:
        at = moment_of(day, rules.mailing_list.hour)
        if rules.comes_on(day) and at > clock.now():
            return at.astimezone(zone)
        day += dt.timedelta(days=1)


def moment_of(day: dt.date, hour: int) -> dt.datetime:
    """The moment, in UTC, at which an hour strikes where the paper is."""
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=_zone()).astimezone(clock.UTC)


def _zone() -> ZoneInfo:
    return ZoneInfo(current_app.config["TIME_ZONE"])


def _rules_in_force() -> Select[DigestRules]:
    return (
        select(DigestRules)
        .join(MailingList)
        .where(is_live(), MailingList.kind == ListKind.DIGEST)
        .order_by(DigestRules.list_id)
    )


def _runs_of_late(list_id: int) -> Select[dt.date, int]:
    since = clock.now() - 4 * LATEST
    runs = select(DigestRun.day, DigestRun.hour)
    return runs.where(DigestRun.list_id == list_id, DigestRun.day >= since.date())


def _hours_of(mailing_list: MailingList) -> set[int]:
    """The list’s own hour, and those that its readers chose: read off an index of those alone."""
    chosen = (
        select(Subscription.hour)
        .where(
            Subscription.list_id == mailing_list.id,
            Subscription.hour.is_not(None),
            Subscription.ended_at.is_(None),
        )
        .distinct()
    )
    return {mailing_list.hour, *(hour for hour in db.session.scalars(chosen) if hour is not None)}


def _passed(rules: DigestRules) -> Iterator[Due]:
    """The hours that struck within LATEST, since the rules are in force."""
    launched_at = rules.mailing_list.launched_at or clock.now()
    began = max(rules.began_at, launched_at, clock.now() - LATEST)
    striking = began.astimezone(_zone()).replace(minute=0, second=0, microsecond=0)
    while striking <= clock.now():
        at = moment_of(striking.date(), striking.hour)
        if at > began and rules.comes_on(striking.date()):
            yield Due(rules.list_id, striking.date(), striking.hour, at)
        striking = (striking.astimezone(clock.UTC) + dt.timedelta(hours=1)).astimezone(_zone())
