"""Compiling a campaign: rendered once, so that a recipient costs a few splices."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from flask import current_app, render_template

from .. import clock
from ..addresses import on_the_wire
from ..mail.composing import inline_styles
from ..mail.flattening import to_text
from ..subscriptions.links import InertLinks, LetterLinks, Links
from ..templating import public_url
from .heading import archive_url, static_headers
from .marks import LEAVE, LEAVE_PREFIX, MESSAGE_ID, RETURN_PATH, RETURN_PREFIX
from .models import Campaign
from .reactions import linking
from .splicing import SLOT, Piece, Slot, joined, pieces_of, placeholder, quoted_printable

# What differs from recipient to recipient. Only the address needs another form in HTML: a date
# and our own links hold nothing to escape.
SLOTS = ("email", "confirmed", "unsubscribe", "preferences")
HTML_SLOTS = {"email": "emailinhtml"}
TEMPLATE = "campaigns/letter"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One recipient of a campaign, and what the letter says to them alone."""

    delivery_id: int
    subscriber_id: int
    email: str
    link_version: int
    confirmed_at: dt.datetime
    tries: int = 0


class Compiled:
    """A campaign ready to be sent; usable by any thread, without an application context."""

    def __init__(self, campaign: Campaign, links: Links, subject: str) -> None:
        config = current_app.config
        self.list_id = campaign.list_id
        self.links = links
        self.zone = config["TIME_ZONE"]
        self.mail_domain = on_the_wire(config["MAIL_FROM"]).partition("@")[2]
        self.bounce_domain = on_the_wire(f"any@{config['BOUNCE_DOMAIN']}").partition("@")[2]
        self.sign_return = RETURN_PATH.signer()
        self.sign_leave = LEAVE.signer()
        self.sign_message_id = MESSAGE_ID.signer()
        self.sign_reader = linking.READER.signer()
        self.pieces = joined([static_headers(campaign, subject), *_body(campaign)])
        self.holes = [(n, p.name) for n, p in enumerate(self.pieces) if isinstance(p, Slot)]
        self.is_personal = any(name == linking.READER_SLOT for _, name in self.holes)

    def sender(self, recipient: Recipient) -> str:
        """The return path: a bounce to it names the delivery."""
        mark = self.sign_return(recipient.delivery_id)
        return f"{RETURN_PREFIX}{mark}@{self.bounce_domain}"

    def write(self, recipient: Recipient) -> bytes:
        """The recipient's own message, with CRLF lines."""
        values = own_values(recipient, self.links, self.list_id, self.zone)
        if self.is_personal:
            values[linking.READER_SLOT] = self.sign_reader(recipient.delivery_id)
        encoded = {name: quoted_printable(value) for name, value in values.items()}
        filled: list[Any] = self.pieces.copy()
        for number, name in self.holes:
            filled[number] = encoded[name]
        return b"".join([self._own_headers(recipient, values["unsubscribe"]), *filled])

    def _own_headers(self, recipient: Recipient, leave: str) -> bytes:
        mark = self.sign_message_id(recipient.delivery_id)
        mailbox = f"{LEAVE_PREFIX}{self.sign_leave(recipient.delivery_id)}@{self.bounce_domain}"
        return (
            f"To: {on_the_wire(recipient.email)}\r\n"
            f"Message-ID: <{mark}@{self.mail_domain}>\r\n"
            f"List-Unsubscribe: <{leave}>,\r\n"
            f" <mailto:{mailbox}?subject=unsubscribe>\r\n"
        ).encode()


def compile_campaign(campaign: Campaign) -> Compiled:
    """The campaign, ready for its recipients. Needs an application context, once."""
    return Compiled(campaign, LetterLinks(campaign.id), campaign.subject)


def preview(campaign: Campaign) -> str:
    """The letter’s HTML as it arrives, at a reader who does not exist."""
    zone = current_app.config["TIME_ZONE"]
    values = own_values(nobody("reader@example.com"), InertLinks(), campaign.list_id, zone)
    _, html = rendered(campaign)
    return SLOT.sub(lambda found: values[found[1]], html)


def nobody(address: str) -> Recipient:
    """A recipient without a delivery: what comes back names none."""
    return Recipient(0, 0, address, 0, clock.now())


def own_values(recipient: Recipient, links: Links, list_id: int, zone: str) -> dict[str, str]:
    """What goes into the slots for one recipient."""
    return {
        "email": recipient.email,
        "emailinhtml": escape(recipient.email),
        "confirmed": _spelled(clock.in_zone(recipient.confirmed_at, zone).date()),
        "unsubscribe": links.unsubscribe(recipient.subscriber_id, list_id),
        "preferences": links.preferences(recipient.subscriber_id, recipient.link_version),
    }


def standing_links(campaign: Campaign) -> frozenset[str]:
    """The links that stand in every letter, whatever it says."""
    front = public_url("reading.front")
    return frozenset((front, archive_url(campaign), _privacy_url()))


@lru_cache(maxsize=1000)
def _spelled(day: dt.date) -> str:
    """A day as people write it; thousands confirmed on the same one."""
    return f"{day:%-d %B %Y}"


def rendered(campaign: Campaign) -> tuple[str, str]:
    """Text and HTML of the letter, with placeholders where a recipient's own values go."""
    context = {
        "campaign": campaign,
        "sent_at": campaign.launched_at or clock.now(),
        "archive_url": archive_url(campaign),
        "privacy_url": _privacy_url(),
    }
    plain = {name: placeholder(name) for name in SLOTS}
    marked_up = plain | {name: placeholder(other) for name, other in HTML_SLOTS.items()}
    words = campaign.text or to_text(campaign.body).strip()
    text = render_template(f"mail/{TEMPLATE}/body.txt", text=words, slots=plain, **context)
    html = render_template(f"mail/{TEMPLATE}/body.html", slots=marked_up, **context)
    return text.strip() + "\n", inline_styles(html)


def _privacy_url() -> str:
    return public_url("reading.page", slug="privacy-policy")


def _body(campaign: Campaign) -> list[Piece]:
    """Both parts as multipart/alternative, text first (RFC 2046, 5.1.4)."""
    text, html = linking.counted(campaign, *rendered(campaign))
    # Fixed by the content: the same campaign compiles to the same bytes in every process.
    boundary = "=_" + hashlib.sha256((text + html).encode()).hexdigest()[:32]
    return [
        f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'.encode(),
        _part_head(boundary, "plain"),
        *pieces_of(text),
        b"\r\n",
        _part_head(boundary, "html"),
        *pieces_of(html),
        f"\r\n--{boundary}--\r\n".encode(),
    ]


def _part_head(boundary: str, subtype: str) -> bytes:
    return (
        f"--{boundary}\r\n"
        f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode()
