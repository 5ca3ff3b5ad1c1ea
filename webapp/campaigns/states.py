"""Where a campaign can stand, and which step leads from where to where.

    draft ⇄ scheduled → sending ⇄ paused → sent, or cancelled

A launch leaves draft or scheduled; one that was sent is sent on when more are to get it.
"""

from __future__ import annotations

import enum
from typing import NamedTuple

from ..outcomes import Outcome


class CampaignState(enum.StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    SENT = "sent"
    CANCELLED = "cancelled"


class Way(NamedTuple):
    """What is done to a campaign, where it must stand for that, and where it stands then."""

    done: str  # completes “It cannot be …”
    begins: frozenset[str]
    ends: CampaignState


def _way(done: str, *begins: CampaignState, to: CampaignState) -> Way:
    return Way(done, frozenset(begins), to)


_S = CampaignState


class Step(enum.Enum):
    """Every step there is."""

    EDIT = _way("changed", _S.DRAFT, to=_S.DRAFT)
    APPROVE = _way("approved", _S.DRAFT, to=_S.DRAFT)
    SCHEDULE = _way("scheduled", _S.DRAFT, to=_S.SCHEDULED)
    TAKE_BACK = _way("taken back to a draft", _S.SCHEDULED, to=_S.DRAFT)
    LAUNCH = _way("launched", _S.DRAFT, _S.SCHEDULED, to=_S.SENDING)
    PAUSE = _way("paused", _S.SENDING, to=_S.PAUSED)
    RESUME = _way("resumed", _S.PAUSED, to=_S.SENDING)
    CANCEL = _way("cancelled", _S.SENDING, _S.PAUSED, to=_S.CANCELLED)
    SEND_ON = _way("sent to more people", _S.SENDING, _S.SENT, to=_S.SENDING)
    FINISH = _way("finished", _S.SENDING, to=_S.SENT)

    def may_begin(self, state: str) -> bool:
        """Whether the step can be taken from where a campaign stands."""
        return state in self.value.begins

    def leads_from(self, state: str) -> CampaignState:
        """Where it leads from there. Raises StepRefused."""
        if not self.may_begin(state):
            raise StepRefused(self, state)
        return self.value.ends


# Where a refused step finds the campaign: a title, and what can be done.
STANDS = {
    CampaignState.DRAFT: ("This campaign is a draft", "launch or schedule it first"),
    CampaignState.SCHEDULED: ("This campaign is scheduled", "take it back to a draft first"),
    CampaignState.SENDING: (
        "This campaign was launched already",
        "pause or cancel it, or make a new one",
    ),
    CampaignState.PAUSED: ("This campaign is paused", "resume it first, or cancel it"),
    CampaignState.SENT: ("This campaign was sent", "make a new one instead"),
    CampaignState.CANCELLED: ("This campaign was cancelled", "make a new one instead"),
}


class StepRefused(Outcome):
    """The campaign stands where the step does not begin; somebody may have been faster."""

    status = 409

    def __init__(self, step: Step, state: str) -> None:
        self.title, instead = STANDS[CampaignState(state)]
        super().__init__(f"It cannot be {step.value.done} now; {instead}.")
