"""Gathering: the people of an action are found once, and held against what it would change.

All are read in one look at one state of the database, as numbers of eight bytes; nobody waits to
write meanwhile. They are then judged and written down some thousand at a time.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from sqlalchemy import delete, select

from ... import clock
from ...database import read_at_length, without_write_lock
from ...extensions import db
from ...loading import add_rows
from ..segments import finding
from ..segments.conditions import Conditions
from . import telling
from .deeds import Judged
from .kinds import deed_of
from .models import Action, ActionEntry, ActionState
from .turning import held

STEP = 5000  # people
SHOWN = 10  # people of each verdict that the screen shows
FORGOTTEN_AT_ONCE = 10_000


def gather(action_id: int) -> Iterator[None]:
    """Find and judge the people of an action; the caller commits at every turn."""
    attempt = _begin(action_id)
    if attempt is None:
        return
    yield
    yield from forget_entries(action_id)  # of an attempt that was cut off
    people = _people(action_id)
    for start in range(0, len(people), STEP):
        judged = _judged(action_id, people[start : start + STEP])
        if not _keep(action_id, attempt, judged):
            return
        yield
    one = held(action_id)
    if one is not None and one.state == ActionState.GATHERING and one.attempt == attempt:
        one.turn(ActionState.READY)
        telling.tell(one)
    yield


def forget_entries(action_id: int) -> Iterator[None]:
    """Remove what is written down of an action’s people; the caller commits at every turn."""
    while True:
        some = select(ActionEntry.subscriber_id).where(ActionEntry.action_id == action_id)
        gone = delete(ActionEntry).where(
            ActionEntry.action_id == action_id,
            ActionEntry.subscriber_id.in_(
                some.order_by(ActionEntry.subscriber_id).limit(FORGOTTEN_AT_ONCE)
            ),
        )
        if not db.session.connection().execute(gone).rowcount:
            return
        yield


def _begin(action_id: int) -> int | None:
    """Begin anew, which ends whatever attempt another worker may still be at."""
    one = held(action_id)
    if one is None or one.state != ActionState.GATHERING:
        return None
    one.attempt += 1
    one.expected, one.samples, one.stepped_at = {}, {}, clock.now()
    return one.attempt


def _people(action_id: int) -> Sequence[int]:
    people = array("q")
    with without_write_lock(db.session()):
        one = db.session.get_one(Action, action_id)
        found = finding.people(Conditions.read(one.conditions)).subquery()
        query = select(found.c.id).distinct().order_by(found.c.id)
        read_at_length(db.session())
        for some in db.session.scalars(query.execution_options(yield_per=STEP)).partitions():
            people.extend(some)
    return people


def _judged(action_id: int, people: Sequence[int]) -> list[Judged]:
    with without_write_lock(db.session()):
        one = db.session.get_one(Action, action_id)
        return deed_of(one).judge(one, list(people), False)


def _keep(action_id: int, attempt: int, judged: Sequence[Judged]) -> bool:
    """Write down some people; False when the action was dropped, or another worker began anew."""
    one = held(action_id)
    if one is None or one.state != ActionState.GATHERING or one.attempt != attempt:
        return False
    samples = {verdict: list(ids) for verdict, ids in one.samples.items()}
    for person in judged:
        if len(shown := samples.setdefault(person.verdict, [])) < SHOWN:
            shown.append(person.subscriber_id)
    one.samples, one.stepped_at = samples, clock.now()
    one.expected = telling.added(one.expected, judged)
    rows = [(action_id, person.subscriber_id, False, 0, None) for person in judged]
    add_rows(db.session.connection(), ActionEntry, rows)
    return True
