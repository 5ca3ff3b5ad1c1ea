"""Running actions in steps, each in a transaction of its own that the caller commits.

People are taken in the order of their numbers. A step moves the action’s position in the same
transaction as its people: whatever ends a step in the middle, the next one begins where the last
one ended, and nobody is changed twice. Two workers at one action take turns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import Boolean, select

from ... import clock
from ...extensions import db
from ...subscriptions.bulk import INTEGER, TEXT, Types, insert_from, make_room, uncollected
from . import gathering, telling
from .deeds import Judged
from .kinds import deed_of
from .models import CHANGES, Action, ActionEntry, ActionState
from .turning import held

STEP = 1000  # people; on a small machine a tenth of a second in which others wait to write
ENTRIES: Types = {
    "action_id": INTEGER, "subscriber_id": INTEGER, "is_changed": Boolean(), "changed_id": INTEGER,
    "before": TEXT,
}  # fmt: skip
MEANWHILE = "meanwhile"  # the verdict on those who were faster than the step


def work(action_id: int) -> Iterator[None]:
    """Do what an action waits for; commit at every turn. Ends when there is nothing left to do."""
    state = db.session.scalar(select(Action.state).where(Action.id == action_id))
    if state == ActionState.GATHERING:
        yield from gathering.gather(action_id)
    elif state == ActionState.APPLYING:
        yield from _apply(action_id)
    elif state == ActionState.UNDOING:
        yield from _undo(action_id)
    elif state == ActionState.DROPPED:
        yield from gathering.forget_entries(action_id)
        db.session.delete(db.session.get_one(Action, action_id))
        yield


def _apply(action_id: int) -> Iterator[None]:
    while (one := held(action_id)) and one.state == ActionState.APPLYING:
        if people := _next_people(one):
            with uncollected():
                make_room()
                step(one, people)
        else:
            one.turn(ActionState.DONE)
            telling.tell(one)
        yield


def _next_people(one: Action) -> Sequence[int]:
    query = select(ActionEntry.subscriber_id).where(
        ActionEntry.action_id == one.id, ActionEntry.subscriber_id > one.position
    )
    return db.session.scalars(query.order_by(ActionEntry.subscriber_id).limit(STEP)).all()


def step(one: Action, people: Sequence[int]) -> None:
    """Change the next people, as they are now, and move the action’s position behind them."""
    deed = deed_of(one)
    judged = deed.judge(one, people, True)
    to_change = [person for person in judged if person.verdict == CHANGES]
    changed = deed.change(one, to_change) if to_change else []
    _write_down(one, changed)
    others = [person for person in judged if person.verdict != CHANGES]
    counts = Counter(telling.added(one.done, changed + others))
    counts[MEANWHILE] += len(people) - len(changed) - len(others)
    one.done = dict(+counts)
    one.position, one.stepped_at = people[-1], clock.now()


def _write_down(one: Action, changed: Sequence[Judged]) -> None:
    """What the step did to each: by this it is taken back.

    All of them are there. As an UPDATE that joins the rows, SQLite would hold every person of the
    action against each of them.
    """
    if not changed:
        return
    rows = [(one.id, who.subscriber_id, True, who.changed_id, who.before) for who in changed]
    insert = insert_from(ActionEntry, ENTRIES, rows)
    told = {name: insert.excluded[name] for name in ("is_changed", "changed_id", "before")}
    key = [ActionEntry.action_id, ActionEntry.subscriber_id]
    written = insert.on_conflict_do_update(index_elements=key, set_=told)
    db.session.connection().execute(written)


def _undo(action_id: int) -> Iterator[None]:
    """Take an action back from its last person to its first."""
    while (one := held(action_id)) and one.state == ActionState.UNDOING:
        if entries := _entries_before(one):
            with uncollected():
                make_room()
                _take_back(one, entries)
        else:
            one.turn(ActionState.UNDONE)
            telling.tell(one)
        yield


def _entries_before(one: Action) -> Sequence[ActionEntry]:
    query = select(ActionEntry).where(
        ActionEntry.action_id == one.id,
        ActionEntry.subscriber_id <= one.position,
        ActionEntry.is_changed,
    )
    return db.session.scalars(query.order_by(ActionEntry.subscriber_id.desc()).limit(STEP)).all()


def _take_back(one: Action, entries: Sequence[ActionEntry]) -> None:
    back = deed_of(one).take_back(one, entries)
    counts = {"back": back, "stayed": len(entries) - back}
    one.undone = dict(Counter(one.undone) + Counter(counts))
    one.position, one.stepped_at = entries[-1].subscriber_id - 1, clock.now()
