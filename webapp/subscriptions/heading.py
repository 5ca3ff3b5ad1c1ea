"""The headers every mail of a list shares, its letters and its welcome alike.

RFC 2369 and 2919 (List-…), RFC 8058 (one-click).
"""

from __future__ import annotations

from flask import current_app

from ..addresses import on_the_wire
from ..mail.headers import mailbox, one_line, prepared
from ..templating import public_url
from .models import MailingList


def sender_name(mailing_list: MailingList) -> str:
    """As the inbox shows it: the list’s own sender, or “The Week, from The Astana Times”."""
    paper = current_app.config["NAME"]
    return one_line(mailing_list.sender_name) or one_line(f"{mailing_list.name}, from {paper}")


def owner_address(mailing_list: MailingList) -> str:
    """Who answers for the list."""
    return on_the_wire(mailing_list.reply_to or current_app.config["CONTACT_EMAIL"])


def sender_fields(mailing_list: MailingList) -> list[bytes]:
    """From and Reply-To."""
    sender = on_the_wire(current_app.config["MAIL_FROM"])
    return [
        mailbox("From", sender_name(mailing_list), sender),
        prepared("Reply-To", owner_address(mailing_list)),
    ]


def archive_of(mailing_list: MailingList) -> str:
    """The list’s own archive; that of all lists where it has no page."""
    if not mailing_list.has_page:
        return public_url("campaigns.newsletters")
    return public_url("campaigns.list_", slug=mailing_list.slug)


def list_fields(mailing_list: MailingList) -> list[bytes]:
    """Which list it is; List-Unsubscribe itself is the recipient’s own."""
    domain = on_the_wire(current_app.config["MAIL_FROM"]).partition("@")[2]
    newsletters = public_url("campaigns.newsletters")
    return [
        mailbox("List-ID", mailing_list.name, f"{mailing_list.slug}.{domain}"),
        prepared("List-Help", f"<{newsletters}>"),
        prepared("List-Owner", f"<mailto:{owner_address(mailing_list)}>"),
        prepared("List-Archive", f"<{archive_of(mailing_list)}>"),
        prepared("List-Post", "NO"),
        prepared("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]
