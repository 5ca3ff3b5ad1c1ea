"""Pausing: no letter is begun any more, and whoever was to get one waits.

Processes that are sending look every half second (see watching), finish the letters in hand and
give the rest back. Nobody is blamed: whoever was pending or deferred stays so.
"""

from __future__ import annotations

from sqlalchemy import Connection

from .. import clock
from .models import Campaign
from .states import Step
from .stepping import take, taken, tell


def pause(campaign: Campaign) -> None:
    """Stop sending, as a person asks. Raises StepRefused."""
    take(campaign, Step.PAUSE)
    campaign.paused_at, campaign.paused_because = clock.now(), ""


def pause_because(connection: Connection, campaign_id: int, sentence: str) -> bool:
    """Stop sending, as the engine asks: ``sentence`` tells staff why, and what to do.

    On whatever connection the engine has, in its transaction. False when the campaign is not on
    its way any more: somebody paused it first, say, whose word then stays.
    """
    paused = {"paused_at": clock.now(), "paused_because": sentence}
    if not taken(connection, campaign_id, Step.PAUSE, **paused):
        return False
    tell(connection, campaign_id, "paused letter", sentence)
    return True
