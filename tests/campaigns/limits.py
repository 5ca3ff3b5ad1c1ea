"""Limits for tests of sending."""

from __future__ import annotations

from bisect import bisect_left

from sqlalchemy import func, select

from tests.campaigns.sends import make_readers
from webapp.campaigns import drafting, launching
from webapp.extensions import db
from webapp.mail.limits import keeping
from webapp.mail.limits.keeping import Numbers
from webapp.mail.limits.models import Allowance, Kind


def limit(kind=Kind.ALL, name="", **numbers):
    """Set a limit and commit."""
    keeping.set_limit(kind, name, Numbers(**numbers))
    db.session.commit()


def lift(kind=Kind.ALL, name=""):
    """Lift it and commit."""
    keeping.lift(keeping.limit_of(kind, name))
    db.session.commit()


def taken_of(key="all"):
    """How many letters count under a key."""
    number = db.session.scalar(select(func.sum(Allowance.number)).where(Allowance.key == key))
    db.session.rollback()
    return number or 0


def launch_to(mailing_list, **domains):
    """Launch a letter to so many readers of each domain, ``gmail_com=3``; the campaign's id."""
    for name, number in domains.items():
        make_readers(mailing_list, number, name, name.replace("_", "."))
    found = drafting.draft(mailing_list, "The Week", "<p>Apples.</p>")
    db.session.flush()
    launching.launch(found)
    db.session.commit()
    return found.id


def at_domain(server, *domains):
    """How many letters a server took for some domains."""
    return sum(taken.recipient.partition("@")[2] in domains for taken in server.taken)


def most_within(seconds, servers):
    """How many letters servers took at most in so many seconds, wherever they begin."""
    times = sorted(taken.at for server in servers for taken in server.taken)
    return max(number - bisect_left(times, at - seconds) for number, at in enumerate(times, 1))
