"""The staff screens, one file per noun."""

from . import audit, lists, staff, stories, submissions, subscribers, suppressions, today

__all__ = [
    "audit",
    "lists",
    "staff",
    "stories",
    "submissions",
    "subscribers",
    "suppressions",
    "today",
]
