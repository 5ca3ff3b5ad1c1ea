"""Trying a letter before it is sent."""

from __future__ import annotations

from .. import clock
from ..mail import outbox
from ..mail.models import OutgoingMail
from ..subscriptions.links import InertLinks
from .composing import Compiled, nobody
from .models import Campaign

KIND = "campaigns/letter"


def send_test(campaign: Campaign, address: str) -> OutgoingMail:
    """Queue the letter to one address, marked as a test; the commit sends it off."""
    subject = f"[Test] {campaign.subject}"
    compiled = Compiled(campaign, InertLinks(), subject)
    campaign.mailing_list.note_test(clock.now())
    return outbox.queue_ready(KIND, address, subject, compiled.write(nobody(address)))
