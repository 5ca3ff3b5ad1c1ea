"""Versions of a letter: whatever changes what is sent, or to whom, makes another one."""

from __future__ import annotations

from sqlalchemy import event, inspect

from .models import Campaign

# What changes in the life of a letter; all other columns are what is sent, and to whom.
LIFE = frozenset({
    *("state", "issue", "audience", "launched_at", "finished_at", "scheduled_at", "held_because"),
    *("paused_at", "paused_because", "version", "changed_by_id", "approved_version"),
    *("approved_at", "approved_by_id", "is_sample"),
})  # fmt: skip


@event.listens_for(Campaign, "before_update")
def count_version(_mapper: object, _connection: object, campaign: Campaign) -> None:
    """Another version of the letter: what was approved before does not count any more."""
    one = inspect(campaign)
    content = {*one.mapper.column_attrs.keys(), "parts"} - LIFE
    if any(one.attrs[name].history.has_changes() for name in content):
        campaign.version += 1
