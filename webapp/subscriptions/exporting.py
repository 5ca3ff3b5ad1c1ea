"""Exporting a list as CSV, row by row, so that a million people need no memory."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Select, case, select
from sqlalchemy.orm import aliased

from ..extensions import db
from .models import MailingList, Subscriber, Subscription, Suppression

COLUMNS = ("email", "name", "confirmed_at", "state", "source", "asked_at", "ended_at", "reason")
CHUNK = 2000
# A spreadsheet takes a cell that begins with one of these for a formula and runs it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(mailing_list: MailingList, *, everybody: bool = False) -> Iterator[str]:
    """Lines of CSV: those who get the list; with ``everybody`` all who ever asked for it."""
    yield _line(COLUMNS)
    query = _people(mailing_list, everybody=everybody).execution_options(yield_per=CHUNK)
    for row in db.session.execute(query):
        yield _line(_written(value) for value in row)


def _people(mailing_list: MailingList, *, everybody: bool) -> Select[Any]:
    """The last subscription of each person, in the order in which they asked."""
    state = case(
        (Suppression.id.is_not(None), "suppressed"),
        (Subscription.ended_at.is_not(None), "ended"),
        (Subscription.confirmed_at.is_(None), "pending"),
        else_="confirmed",
    )
    query = (
        select(
            Subscriber.email,
            Subscriber.name,
            Subscription.confirmed_at,
            state,
            Subscription.source,
            Subscription.asked_at,
            Subscription.ended_at,
            Subscription.ended_reason,
        )
        .join(Subscription.subscriber)
        .outerjoin(Suppression, Suppression.email == Subscriber.email)
        .where(Subscription.list_id == mailing_list.id)
        .order_by(Subscription.id)
    )
    later = aliased(Subscription)
    same = (later.subscriber_id == Subscription.subscriber_id) & (later.list_id == mailing_list.id)
    newest = ~select(later.id).where(same, later.id > Subscription.id).exists()
    return query.where(newest if everybody else state == "confirmed")


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([_guarded(cell) for cell in cells])
    return buffer.getvalue()


def _written(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    return "" if value is None else str(value)


def _guarded(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would run; an import takes it off."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
