"""The headers every letter of a campaign shares.

What Gmail, Yahoo and Microsoft ask of a bulk sender, and what mail readers can use: RFC 2369 and
2919 (List-…), RFC 5064 (Archived-At), RFC 3834 (Auto-Submitted), RFC 8058 (one-click).
"""

from __future__ import annotations

from email.utils import format_datetime

from flask import current_app

from .. import clock
from ..addresses import on_the_wire
from ..mail.headers import prepared
from ..subscriptions.heading import list_fields, sender_fields
from ..subscriptions.models import MailingList
from ..templating import public_url
from ..tokens import Mark
from .models import Campaign

KIND = "newsletter"
LETTER = Mark("campaigns.letter")  # of a list without a page


def static_headers(campaign: Campaign, through: MailingList) -> bytes:
    """The headers shared by all who get it through a list, without Subject and the empty line."""
    return b"".join(
        [*_letter(campaign, through), *_list(campaign, through), *_machine(campaign, through)]
    )


def archive_url(campaign: Campaign) -> str:
    """Where anyone can read the issue; the newsletters page before it is launched.

    A letter of a list without a page has an address that only its letters name.
    """
    if campaign.issue is None:
        return public_url("campaigns.newsletters")
    if not campaign.mailing_list.has_page:
        return public_url("campaigns.read_letter", mark=LETTER.sign(campaign.id))
    slug = campaign.mailing_list.slug
    return public_url("campaigns.issue", slug=slug, number=campaign.issue)


def _letter(campaign: Campaign, through: MailingList) -> list[bytes]:
    return [
        *sender_fields(through),
        prepared("Date", format_datetime(campaign.launched_at or clock.now())),
    ]


def _list(campaign: Campaign, through: MailingList) -> list[bytes]:
    return [
        *list_fields(through),
        prepared("Archived-At", f"<{archive_url(campaign)}>"),
    ]


def _machine(campaign: Campaign, through: MailingList) -> list[bytes]:
    sender = on_the_wire(current_app.config["MAIL_FROM"]).partition("@")[2].partition(".")[0]
    return [
        # Gmail’s Feedback Loop: three parts of our own, and last who sends.
        prepared("Feedback-ID", f"c{campaign.id}:{through.slug}:{KIND}:{sender}"),
        prepared("Precedence", "bulk"),
        prepared("Auto-Submitted", "auto-generated"),
        prepared("MIME-Version", "1.0"),
    ]
