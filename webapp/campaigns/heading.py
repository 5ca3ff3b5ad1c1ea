"""The headers every letter of a campaign shares.

What Gmail, Yahoo and Microsoft ask of a bulk sender, and what mail readers can use: RFC 2369 and
2919 (List-…), RFC 5064 (Archived-At), RFC 3834 (Auto-Submitted), RFC 8058 (one-click).
"""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, quote

from flask import current_app

from .. import clock
from ..addresses import on_the_wire
from ..mail.composing import POLICY, one_line
from ..templating import public_url
from .models import Campaign

KIND = "newsletter"


def static_headers(campaign: Campaign, subject: str) -> bytes:
    """The shared headers, each line ended, without the empty line after them."""
    message = EmailMessage(policy=POLICY)
    for name, value in [*_letter(campaign, subject), *_list(campaign), *_machine(campaign)]:
        message[name] = value
    return message.as_bytes().rstrip(b"\r\n") + b"\r\n"


def archive_url(campaign: Campaign) -> str:
    """Where anyone can read the issue; the newsletters page before it is launched."""
    if campaign.issue is None:
        return public_url("campaigns.newsletters")
    slug = campaign.mailing_list.slug
    return public_url("campaigns.issue", slug=slug, number=campaign.issue)


def sender_name(campaign: Campaign) -> str:
    """As the inbox shows it: the list’s own sender, or “The Week, from The Astana Times”."""
    mailing_list = campaign.mailing_list
    paper = current_app.config["NAME"]
    return one_line(mailing_list.sender_name) or one_line(f"{mailing_list.name}, from {paper}")


def owner_address(campaign: Campaign) -> str:
    """Who answers for the list."""
    return on_the_wire(campaign.mailing_list.reply_to or current_app.config["CONTACT_EMAIL"])


def _letter(campaign: Campaign, subject: str) -> list[tuple[str, object]]:
    sender = on_the_wire(current_app.config["MAIL_FROM"])
    return [
        ("From", Address(sender_name(campaign), addr_spec=sender)),
        ("Reply-To", Address(addr_spec=owner_address(campaign))),
        ("Subject", one_line(subject)),
        ("Date", format_datetime(campaign.launched_at or clock.now())),
    ]


def _list(campaign: Campaign) -> list[tuple[str, object]]:
    mailing_list = campaign.mailing_list
    domain = on_the_wire(current_app.config["MAIL_FROM"]).partition("@")[2]
    newsletters, owner = public_url("campaigns.newsletters"), f"<mailto:{owner_address(campaign)}>"
    return [
        ("List-ID", f'"{quote(one_line(mailing_list.name))}" <{mailing_list.slug}.{domain}>'),
        ("List-Help", f"<{newsletters}>"),
        ("List-Owner", owner),
        ("List-Archive", f"<{newsletters}>"),
        ("List-Post", "NO"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("Archived-At", f"<{archive_url(campaign)}>"),
    ]


def _machine(campaign: Campaign) -> list[tuple[str, object]]:
    sender = current_app.config["MAIL_FROM"].partition("@")[2].partition(".")[0]
    return [
        # Gmail’s Feedback Loop: three parts of our own, and last who sends.
        ("Feedback-ID", f"c{campaign.id}:{campaign.mailing_list.slug}:{KIND}:{sender}"),
        ("Precedence", "bulk"),
        ("Auto-Submitted", "auto-generated"),
        ("MIME-Version", "1.0"),
    ]
