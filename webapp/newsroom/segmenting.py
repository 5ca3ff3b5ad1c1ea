"""Segmenting: conditions kept under a name, for the screens of staff."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Integer, and_, select, type_coerce
from sqlalchemy.exc import IntegrityError

from ..accounts.models import Account
from ..campaigns.audience.models import AudiencePart
from ..campaigns.models import Campaign
from ..campaigns.segments.conditions import Conditions, sentence
from ..campaigns.segments.models import Segment
from ..extensions import db
from ..outcomes import Outcome
from ..subscriptions.keeping import is_kept_by, keeps_all
from .filtering import Names
from .forms.segments import SegmentForm

TAKEN = "Another segment has this name; choose a different one."


class SegmentInUse(Outcome):
    """A segment that a letter names was to be removed."""

    status = 409
    title = "A letter goes to this segment"
    sentence = "It stays, as a letter names it; nobody would know to whom that letter went."


def segments_of(account: Account) -> Sequence[Segment]:
    """The segments an account may use, by name."""
    return db.session.scalars(select(Segment).where(_may(account)).order_by(Segment.name)).all()


def segment_of(account: Account, segment_id: int) -> Segment:
    """A segment an account may use; 404 when there is none."""
    found: Segment = db.first_or_404(
        select(Segment).where(and_(Segment.id == segment_id, _may(account)))
    )
    return found


def conditions_of(segment: Segment) -> Conditions:
    """The conditions of a segment."""
    return Conditions.read(segment.conditions)


def told(segment: Segment, names: Names) -> str:
    """The conditions of a segment as a sentence."""
    return sentence(conditions_of(segment), names.lists, names.letters)


def keep(form: SegmentForm, conditions: Conditions, account: Account) -> Segment | None:
    """Keep conditions under a name; None, and an error on the form, when the name is taken.

    The unique index decides who has a name.
    """
    kept = Segment(
        name=form.name.data or "",
        conditions=conditions.written(),
        list_id=conditions.list_id or None,
        created_by_id=account.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(kept)
    except IntegrityError:
        form.name.errors = [*form.name.errors, TAKEN]
        return None
    return kept


def remove(segment: Segment) -> None:
    """Forget a segment; nobody’s subscription changes. Raises SegmentInUse."""
    narrows = select(Campaign.id).where(Campaign.segment_id == segment.id)
    is_left_out = select(AudiencePart.id).where(AudiencePart.segment_id == segment.id)
    if any(db.session.scalar(letter.limit(1)) for letter in (narrows, is_left_out)):
        raise SegmentInUse
    db.session.delete(segment)


def _may(account: Account) -> ColumnElement[bool]:
    """One of a list that the account manages; of no list for those who manage all."""
    kept = is_kept_by(account, type_coerce(Segment.list_id, Integer))
    return kept | Segment.list_id.is_(None) if keeps_all(account) else kept
