"""Trying a letter before it is sent."""

from __future__ import annotations

from ..mail import outbox
from ..mail.models import OutgoingMail
from .composing import Compiled, InertLinks, nobody
from .models import Campaign

KIND = "campaigns/letter"


def send_test(campaign: Campaign, address: str) -> OutgoingMail:
    """Queue the letter to one address, marked as a test; the commit sends it off."""
    subject = f"[Test] {campaign.subject}"
    compiled = Compiled(campaign, InertLinks(), subject)
    return outbox.queue_ready(KIND, address, subject, compiled.write(nobody(address)))
