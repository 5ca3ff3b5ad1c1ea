"""Opening a kept message: what to show of it, and its HTML made safe to frame."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from .. import clock

HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
# A sandboxed frame may open a tab when a person presses a link, and nothing else.
LINKS_OPEN_TABS = '<base target="_blank">'
MOST_TEXT = 200_000  # characters


@dataclass(frozen=True)
class Opened:
    """One message as a person reads it."""

    name: str
    subject: str
    sender: str
    recipient: str
    at: dt.datetime
    headers: list[tuple[str, str]]
    text: str
    html: str


def opened(name: str, raw: bytes) -> Opened:
    """Read a message; whatever is wrong with it, what can be shown is."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 (so says the policy)
    return Opened(
        name=name,
        subject=str(message.get("Subject", "")) or "(no subject)",
        sender=str(message.get("From", "")),
        recipient=str(message.get("To", message.get("Delivered-To", ""))),
        at=_date_of(message, name),
        headers=[(header, str(value)) for header, value in message.items()],
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def framed(html: str) -> str:
    """The HTML of a message, its links opening tabs rather than turning the frame’s page."""
    found = HEAD.search(html)
    at = found.end() if found else 0
    return html[:at] + LINKS_OPEN_TABS + html[at:]


def _part(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    if part is None:
        return ""
    try:
        return str(part.get_content())[:MOST_TEXT]
    except (LookupError, UnicodeError):  # an unknown character set
        return str(part.get_payload())[:MOST_TEXT]


def _date_of(message: EmailMessage, name: str) -> dt.datetime:
    """As the message says, else when it came, which its name tells."""
    try:
        return parsedate_to_datetime(str(message["Date"])).astimezone(clock.UTC)
    except (TypeError, ValueError, OverflowError):
        return dt.datetime.fromtimestamp(int(name[:16]) / 1_000_000, clock.UTC)
