"""The staff screens, one file per noun."""

from . import (
    audit,
    campaigns,
    corrections,
    front,
    lists,
    recipients,
    sends,
    staff,
    stories,
    submissions,
    subscribers,
    suppressions,
    today,
    transfers,
)

__all__ = [
    "audit",
    "campaigns",
    "corrections",
    "front",
    "lists",
    "recipients",
    "sends",
    "staff",
    "stories",
    "submissions",
    "subscribers",
    "suppressions",
    "today",
    "transfers",
]
