"""Applying: a chunk of rows taken into the tables, in a handful of statements."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from ...among import is_among
from ...extensions import db
from .. import consenting
from ..consenting import Proof
from ..models import ConsentEvent, Subscriber
from ..signing import Signatory, Signature
from . import adding, amending, filling
from .comparing import Compared
from .fetching import Fetched
from .models import Did
from .taken import Taken, write_down


def take(
    rows: Fetched,
    added: Mapping[str, int],
    list_id: int,
    proof: Proof,
    import_id: int | None = None,
) -> list[Taken]:
    """Write what rows bring, subscriptions before subscribers: see webapp.subscriptions.locking.

    ``added`` are the people of these rows that ``add_people`` added. The caller commits. Returns
    what was done; with ``import_id`` it is also written down there.
    """
    compared = rows.compared
    joined = _join([one for one in compared if one.verdict == "new"], added, list_id)
    changed = [one for one in compared if one.verdict == "changed"]
    confirmed = amending.confirm([one for one in changed if one.brings_proof])
    taken = joined + confirmed
    _record(taken, rows.signatures, list_id, proof)
    amending.prove(taken)
    named = [one for one in compared if one.verdict in {"new", "changed"} and one.gets_name]
    taken += amending.give_names(named, {one.row.line.number for one in taken})
    taken += filling.fill(compared, taken)
    if import_id is not None:
        write_down(taken, import_id)
    return taken


def _join(rows: list[Compared], new: Mapping[str, int], list_id: int) -> list[Taken]:
    """Add subscriptions; who joined by another way meanwhile stays as they are."""
    if not rows:
        return []
    ids = {one.line.email: one.person.subscriber_id for one in rows if one.person.subscriber_id}
    ids |= new
    # Somebody else added these between our look and our INSERT, which waited for them to finish.
    if missing := [one.line.email for one in rows if one.line.email not in ids]:
        found = select(Subscriber.email, Subscriber.id).where(is_among(Subscriber.email, missing))
        ids |= {email: number for email, number in db.session.execute(found)}  # noqa: C416 (mypy)
    joined = adding.add_subscriptions(rows, ids, list_id)
    return [
        Taken(one, Did.JOINED, number, joined[number], is_new=email in new, is_proven=is_proven)
        for one in rows
        for email in (one.line.email,)
        for number in (ids[email],)
        for is_proven in (email in new and one.line.confirmed_at is not None,)
        if number in joined
    ]


def _record(
    taken: list[Taken], signatures: Mapping[int, Signature], list_id: int, proof: Proof
) -> None:
    """Write the proof of each person."""
    signatories = [Signatory(one.subscriber_id, signatures[one.row.line.number]) for one in taken]
    consenting.record_many(signatories, ConsentEvent.IMPORTED, proof, list_id=list_id)
