"""Clearing a campaign for its launch: everything that holds it, each as a sentence.

A launch and a schedule ask here, and so do the screens before them. To hold a launch for another
reason, write a function that returns sentences and put it into ``CHECKS``; it is asked while the
campaign is locked, so it looks at what is known and waits for nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from ..outcomes import Outcome
from . import approving, preflighting
from .models import Campaign

CHECKS: list[Callable[[Campaign], list[str]]] = [approving.missing, preflighting.holds]


class Held(Outcome):
    """Something holds the launch."""

    title = "This letter is not ready to be sent"


def reasons_to_hold(campaign: Campaign) -> list[str]:
    """Why the campaign may not be launched now; nothing when it may."""
    return [sentence for check in CHECKS for sentence in check(campaign)]


def clear(campaign: Campaign) -> None:
    """Raise Held unless nothing holds the launch."""
    if reasons := reasons_to_hold(campaign):
        raise Held(" ".join(reasons))
