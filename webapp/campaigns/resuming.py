"""Resuming what was paused."""

from __future__ import annotations

from .jobs import send_campaign
from .models import Campaign
from .states import Step
from .stepping import take


def resume(campaign: Campaign) -> None:
    """Send on, once the caller commits. Raises StepRefused."""
    take(campaign, Step.RESUME)
    campaign.paused_at, campaign.paused_because = None, ""
    send_campaign.later(campaign_id=campaign.id)
