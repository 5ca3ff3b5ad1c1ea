"""Trying a letter before it is sent, and showing colleagues one that was."""

from __future__ import annotations

from .. import clock
from ..mail import outbox
from ..mail.models import OutgoingMail
from ..subscriptions.links import InertLinks
from .composing import Compiled, Recipient, nobody
from .models import Campaign
from .personalising import values_in

KIND = "campaigns/letter"


def send_test(campaign: Campaign, address: str, greeting: Recipient | None = None) -> OutgoingMail:
    """Queue the letter to one address, marked as a test; the commit sends it off.

    With ``greeting`` it says what it would say to that reader.
    """
    campaign.mailing_list.note_test(clock.now())
    return _send_marked(campaign, "Test", address, greeting)


def send_copy(campaign: Campaign, address: str) -> OutgoingMail:
    """Queue a copy for a colleague, marked as one; it is in no account and its links are inert."""
    return _send_marked(campaign, "Copy", address)


def _send_marked(
    campaign: Campaign, mark: str, address: str, greeting: Recipient | None = None
) -> OutgoingMail:
    subject = f"[{mark}] {campaign.subject}"
    compiled = Compiled(campaign, InertLinks(), subject)
    reader = greeting._replace(email=address) if greeting else nobody(address)
    shown = values_in(subject, reader)
    return outbox.queue_ready(KIND, address, shown, compiled.write(reader))
