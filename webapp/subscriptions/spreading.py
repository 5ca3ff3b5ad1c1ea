"""Spreading: who is at a suppressed domain is suppressed in steps, and freed so once it is lifted.

The domain counts from the moment it is suppressed: whoever asks about one address, as a claim does,
asks about its domain too. The audience and every figure ask about addresses alone, and follow. The
first step is taken at once, and is all that most domains need; jobs are triggers of the others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sqlalchemy import Select, delete, literal, or_, select

from ..among import is_among
from ..database import insert_into
from ..extensions import db
from ..jobs import alone, job, stopping
from .models import DomainState, Subscriber, SuppressedDomain, Suppression

BY_DOMAIN = "domain"  # the reason of an address that is suppressed with its domain
STEP = 1000  # people


def begin(domain: SuppressedDomain) -> bool:
    """Take the first step here and now; whether that was all. The others are a job’s."""
    domain_id = domain.id
    _step(domain, 0)
    db.session.flush()
    is_over = db.session.scalar(_unfinished().where(SuppressedDomain.id == domain_id)) is None
    if not is_over:
        work_on.later(domain_id=domain_id)
    return is_over


@job()
def work_on(domain_id: int) -> None:
    """Spread or free a domain to its end, unless this process is at it already."""
    with alone("domain", domain_id) as is_free:
        for _ in work(domain_id) if is_free else ():
            db.session.commit()
            if stopping.is_set():
                break


@job(every=dt.timedelta(minutes=1))
def go_on() -> None:
    """Trigger every domain whose worker died, or whose job was lost."""
    for domain_id in db.session.scalars(_unfinished()).all():
        work_on.later(domain_id=domain_id)
    db.session.commit()


def work(domain_id: int) -> Iterator[None]:
    """Take the steps that are left; the caller commits at every turn."""
    after = 0
    while (domain := held(domain_id)) and domain.state != DomainState.SPREAD:
        after = _step(domain, after)
        yield
    yield


def _unfinished() -> Select[int]:
    return select(SuppressedDomain.id).where(SuppressedDomain.state != DomainState.SPREAD)


def held(domain_id: int) -> SuppressedDomain | None:
    """The domain, locked until the transaction ends, unless it is gone."""
    query = select(SuppressedDomain).where(SuppressedDomain.id == domain_id)
    query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)


def _step(domain: SuppressedDomain, after: int) -> int:
    """Spread the domain over the next people, or free some. The last of them; 0 at the end."""
    if domain.state == DomainState.LIFTED:
        return _free(domain)
    people = db.session.scalars(_next_people(domain, after)).all()
    if people:
        _suppress(domain, people)
    if len(people) == STEP:
        return people[-1]
    # Only from the first person on is it sure that nobody is left: it may have been lifted between.
    if after == 0:
        domain.state = DomainState.SPREAD
    return 0


def _next_people(domain: SuppressedDomain, after: int) -> Select[int]:
    """Those at the domain or below it whose address is not suppressed."""
    there = or_(
        Subscriber.email.endswith(f"@{domain.domain}", autoescape=True),
        Subscriber.email.endswith(f".{domain.domain}", autoescape=True),
    )
    known = select(Suppression.id).where(Suppression.email == Subscriber.email)
    people = select(Subscriber.id).where(Subscriber.id > after, there, ~known.exists())
    return people.order_by(Subscriber.id).limit(STEP)


def _suppress(domain: SuppressedDomain, people: Sequence[int]) -> None:
    values = (BY_DOMAIN, domain.domain, domain.since, domain.id)
    found = select(Subscriber.email, *map(literal, values)).where(is_among(Subscriber.id, people))
    columns = ["email", "reason", "evidence", "since", "domain_id"]
    insert = insert_into(Suppression, db.session.get_bind().dialect)
    db.session.execute(insert.from_select(columns, found).on_conflict_do_nothing())


def _free(domain: SuppressedDomain) -> int:
    """Free some of those who are suppressed with the domain alone; with the last, it goes."""
    theirs = select(Suppression.id).where(Suppression.domain_id == domain.id)
    some = db.session.scalars(theirs.order_by(Suppression.id).limit(STEP)).all()
    db.session.execute(delete(Suppression).where(is_among(Suppression.id, some)))
    if len(some) < STEP:
        db.session.delete(domain)
    return 0
