"""Compiling a campaign: rendered once, so that a recipient costs a few splices."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from types import MappingProxyType
from typing import NamedTuple

from flask import current_app

from .. import clock
from ..addresses import on_the_wire
from ..mail.headers import field as field_of_text
from ..mail.headers import varying
from ..subscriptions.links import LetterLinks, Links
from ..subscriptions.models import MailingList
from . import personalising
from .audience.reaching import lists_of
from .heading import static_headers
from .marks import LEAVE, LEAVE_PREFIX, MESSAGE_ID, RETURN_PATH, RETURN_PREFIX
from .models import Campaign
from .personalising import marked
from .reactions import linking
from .splicing import SLOT, Piece, Slot, joined, pieces_of, placeholder, spliced
from .stories import selecting
from .stories.selecting import Mark, Part, parted, selected, selection_of, with_marks
from .wording import fields_of, rendered


class Recipient(NamedTuple):
    """One recipient of a campaign, and what the letter says to them alone."""

    delivery_id: int
    subscriber_id: int
    email: str
    link_version: int
    confirmed_at: dt.datetime
    tries: int = 0
    list_id: int = 0  # through which list it comes; 0: the campaign's own
    name: str = ""
    attributes: Mapping[str, str] = MappingProxyType({})
    stories: tuple[int, ...] = ()  # of a letter that brings each what they follow; none: all


class Compiled:
    """A campaign ready to be sent; usable by any thread, without an application context.

    What differs from list to list, as the headers and the foot do, is compiled once for each.
    """

    def __init__(self, campaign: Campaign, links: Links, subject: str) -> None:
        config = current_app.config
        self.list_id = campaign.list_id
        self.links = links
        self.fields = fields_of(campaign)
        self.selection = selection_of(campaign)
        self.zone = config["TIME_ZONE"]
        self.mail_domain = on_the_wire(config["MAIL_FROM"]).partition("@")[2]
        self.bounce_domain = on_the_wire(f"any@{config['BOUNCE_DOMAIN']}").partition("@")[2]
        self.sign_return = RETURN_PATH.signer()
        self.sign_leave = LEAVE.signer()
        self.sign_message_id = MESSAGE_ID.signer()
        self.sign_reader = linking.READER.signer()
        self.subject = SLOT.split(marked(subject, self.fields))
        self.parts = {one.id: self._compiled(campaign, one) for one in lists_of(campaign)}
        self.is_personal = any(linking.READER_SLOT in _slots(p) for p in self.parts.values())

    def sender(self, recipient: Recipient) -> str:
        """The return path: a bounce to it names the delivery."""
        mark = self.sign_return(recipient.delivery_id)
        return f"{RETURN_PREFIX}{mark}@{self.bounce_domain}"

    def write(self, recipient: Recipient) -> bytes:
        """The recipient's own message, with CRLF lines."""
        list_id = recipient.list_id or self.list_id
        values = own_values(recipient, self.links, list_id, self.zone)
        if self.fields:
            values |= personalising.values(self.fields, recipient)
        if self.selection is not None:
            values |= self.selection.values(recipient.stories)
        if self.is_personal:
            values[linking.READER_SLOT] = self.sign_reader(recipient.delivery_id)
        encoded = {name: spliced(value) for name, value in values.items()}
        pieces = selected(self.parts[list_id], recipient.stories)
        filled = [p if isinstance(p, bytes) else encoded[p.name] for p in pieces]
        return b"".join([self._own_headers(recipient, values), *filled])

    def _own_headers(self, recipient: Recipient, values: Mapping[str, str]) -> bytes:
        mark = self.sign_message_id(recipient.delivery_id)
        mailbox = f"{LEAVE_PREFIX}{self.sign_leave(recipient.delivery_id)}@{self.bounce_domain}"
        return (
            self._own_subject(values)
            + (
                f"To: {on_the_wire(recipient.email)}\r\n"
                f"Message-ID: <{mark}@{self.mail_domain}>\r\n"
                f"List-Unsubscribe: <{values['unsubscribe']}>,\r\n"
                f" <mailto:{mailbox}?subject=unsubscribe>\r\n"
            ).encode()
        )

    def _own_subject(self, values: Mapping[str, str]) -> bytes:
        """Nothing where all get the same: that one stands among the shared headers."""
        if len(self.subject) == 1:
            return b""
        words = (values[part] if at % 2 else part for at, part in enumerate(self.subject))
        return varying("Subject", "".join(words))

    def _compiled(self, campaign: Campaign, through: MailingList) -> list[Part]:
        shared = field_of_text("Subject", self.subject[0]) if len(self.subject) == 1 else b""
        headers = shared + static_headers(campaign, through)
        return parted(joined([headers, *_body(campaign, through)]))


def compile_campaign(campaign: Campaign) -> Compiled:
    """The campaign, ready for its recipients. Needs an application context, once."""
    is_own = campaign.most_followed is not None
    subject = placeholder(selecting.SUBJECT) if is_own else campaign.subject
    return Compiled(campaign, LetterLinks(campaign.id), subject)


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


@lru_cache(maxsize=1000)
def _spelled(day: dt.date) -> str:
    """A day as people write it; thousands confirmed on the same one."""
    return f"{day:%-d %B %Y}"


def _slots(parts: Iterable[Part]) -> set[str]:
    return {piece.name for piece in selected(parts, ()) if isinstance(piece, Slot)}


def _body(campaign: Campaign, through: MailingList) -> list[Piece | Mark]:
    """Both parts as multipart/alternative, text first (RFC 2046, 5.1.4)."""
    text, html = linking.counted(campaign, *rendered(campaign, through))
    # Fixed by the content: the same campaign compiles to the same bytes in every process.
    boundary = "=_" + hashlib.sha256((text + html).encode()).hexdigest()[:32]
    return [
        f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n\r\n'.encode(),
        _part_head(boundary, "plain"),
        *with_marks(pieces_of(text)),
        b"\r\n",
        _part_head(boundary, "html"),
        *with_marks(pieces_of(html)),
        f"\r\n--{boundary}--\r\n".encode(),
    ]


def _part_head(boundary: str, subtype: str) -> bytes:
    return (
        f"--{boundary}\r\n"
        f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode()
