"""Giving people out as a file, recorded by whoever asks, streamed as slowly as it is fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Response, stream_with_context

from .. import clock
from ..accounts.models import Account
from ..campaigns.segments import finding
from ..campaigns.segments.models import Segment
from ..database import without_write_lock
from ..extensions import db
from ..subscriptions import exporting
from ..subscriptions.exporting import Wanted
from ..subscriptions.keeping import is_kept_by
from ..subscriptions.models import Subscription
from .segmenting import conditions_of

KINDS: dict[str, tuple[str, Callable[[Wanted], Iterator[str]]]] = {
    "csv": ("text/csv", exporting.as_csv),
    "json": ("application/json", exporting.as_json),
}


def of_segment(segment: Segment, account: Account, *, everybody: bool) -> Wanted:
    """Those who are in a segment now: on its list, or on each list that the account may manage."""
    kept = is_kept_by(account, Subscription.list_id)
    among = finding.people(conditions_of(segment))
    return Wanted(segment.list_id, everybody=everybody, among=among, kept=kept)


def answer(wanted: Wanted, name: str, kind: str) -> Response:
    """The file, as an answer that is written while it is fetched."""
    mimetype, _ = KINDS[kind]
    disposition = f'attachment; filename="{name}-{clock.now():%Y-%m-%d}.{kind}"'
    lines = stream_with_context(_lines(wanted, kind))
    return Response(lines, mimetype=mimetype, headers={"Content-Disposition": disposition})


def _lines(wanted: Wanted, kind: str) -> Iterator[str]:
    """The lines of the file; nobody waits to write meanwhile."""
    with without_write_lock(db.session()):
        yield from KINDS[kind][1](wanted)
