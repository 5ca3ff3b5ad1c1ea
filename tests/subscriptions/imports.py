"""Imports in tests: a file brought, and worked on as a worker does."""

from __future__ import annotations

from sqlalchemy import func, select

from tests.subscriptions.files import file_of
from tests.working import in_steps
from webapp.extensions import db
from webapp.subscriptions.importing import bringing, running, turning
from webapp.subscriptions.importing.models import Import, ImportEntry
from webapp.subscriptions.models import Consent, Subscriber, Subscription


def people(number, proof="2024-05-01", first=0):
    """A file of so many people, each with a proof."""
    rows = "".join(
        f"r{n:05}@example.org,Reader {n},{proof}\n" for n in range(first, first + number)
    )
    return "email,name,confirmed_at\n" + rows


def bring(given, mailing_list, **options):
    """An import of a file, not read yet."""
    one = bringing.bring(file_of(given), "people.csv", mailing_list, "lists@example.com", **options)
    db.session.commit()
    return one


def work(one, steps=None):
    """Work on it as a worker does, until nothing is left or so many steps are done."""
    in_steps(running.work(one.id), steps)
    db.session.rollback()
    return one


def apply(one, steps=None):
    """Have it applied."""
    turning.apply(one)
    db.session.commit()
    return work(one, steps)


def undo(one):
    """Have it taken back."""
    turning.undo(one, "owner@example.com")
    db.session.commit()
    return work(one)


def imported(given, mailing_list, **options):
    """An import from beginning to end."""
    return apply(work(bring(given, mailing_list, **options)))


def applying(given, mailing_list, **options):
    """An import that is to be applied."""
    one = work(bring(given, mailing_list, **options))
    turning.apply(one)
    db.session.commit()
    return one


def figures():
    """How many rows each table has that an import writes to."""
    tables = (Subscriber, Subscription, Consent, ImportEntry, Import)
    return {
        one.__tablename__: db.session.scalar(select(func.count()).select_from(one))
        for one in tables
    }


def standings(mailing_list):
    """How each person of a list stands: pending, confirmed, or the reason it ended."""
    rows = db.session.execute(
        select(Subscriber.email, Subscription)
        .join(Subscription.subscriber)
        .where(Subscription.list_id == mailing_list.id)
        .order_by(Subscription.id)
    )
    return {
        email: s.ended_reason if s.ended_at else "confirmed" if s.confirmed_at else "pending"
        for email, s in rows
    }
