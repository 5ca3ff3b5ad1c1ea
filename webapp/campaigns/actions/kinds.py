"""The deed of each kind of action."""

from __future__ import annotations

from . import ending, stopping, tagging
from .deeds import Deed
from .models import Action, Kind

DEEDS: dict[str, Deed] = {
    Kind.END: ending.DEED,
    Kind.SUPPRESS: stopping.DEED,
    Kind.SET: tagging.DEED,
    Kind.REMOVE: tagging.DEED,
}


def deed_of(one: Action) -> Deed:
    """What the action does."""
    return DEEDS[one.kind]
