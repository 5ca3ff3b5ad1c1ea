"""The staff screens, one file per noun."""

from . import audit, staff, stories, submissions, today

__all__ = ["audit", "staff", "stories", "submissions", "today"]
