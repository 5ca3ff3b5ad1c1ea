"""What campaigns know of subscribers: an address that letters went to is not erased in passing."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists

from ..subscriptions.importing.undoing import touches
from ..subscriptions.models import Subscriber
from .models import Delivery


@touches
def was_written_to() -> ColumnElement[bool]:
    """Whether a letter went to a Subscriber, or was to."""
    return exists().where(Delivery.subscriber_id == Subscriber.id)
