"""Preflight: what is wrong with a letter before it is sent.

What nobody can want holds the launch; what may be meant is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from flask import current_app

from ..addresses import on_the_wire
from .blocks.kinds import read
from .models import Campaign
from .personalising import without_fallback
from .splicing import placeholder, quoted_printable
from .wording import rendered

LARGEST = 100_000  # bytes; Gmail cuts a letter at 102 kB, its link to leave with it
HEADERS = 3_000  # bytes of them, and of what differs from reader to reader, at most
IMG = re.compile(r"<img\b[^>]*>")
ALT = re.compile(r'\balt="([^"]*)"')
SRC = re.compile(r'\bsrc="([^"]*)"')


@dataclass(frozen=True)
class Finding:
    """What is wrong, in a sentence that says what to do; what holds is put right first."""

    sentence: str
    holds: bool


def findings(campaign: Campaign) -> list[Finding]:
    """Everything that is wrong with a letter as it stands, what holds it first."""
    found = [one for check in CHECKS for one in check(campaign)]
    return sorted(found, key=lambda one: not one.holds)


def holds(campaign: Campaign) -> list[str]:
    """The sentences of what keeps a letter from being sent."""
    return [one.sentence for one in findings(campaign) if one.holds]


def _fallbacks(campaign: Campaign) -> Iterator[Finding]:
    sources = (campaign.subject, campaign.preheader, campaign.body, campaign.text)
    for name in without_fallback(*sources):
        yield Finding(
            f"The field “{name}” says nothing to those of whom it is not known; "
            f'write {{{{ {name} | "reader" }}}} or the like.',
            holds=True,
        )


def _rendered(campaign: Campaign) -> Iterator[Finding]:
    """Of the letter as it is sent: how large it is, and whether it can be left."""
    parts = rendered(campaign)
    size = HEADERS + sum(len(quoted_printable(part)) for part in parts)
    if size > LARGEST:
        yield Finding(
            f"The letter has {size // 1000:,} kB, and Gmail cuts letters at 102 kB; "
            f"shorten it to at most {LARGEST // 1000} kB.",
            holds=True,
        )
    if not all(placeholder("unsubscribe") in part for part in parts):
        yield Finding(
            "The link to leave the list is missing; put it back into the template of letters.",
            holds=True,
        )


def _whole(campaign: Campaign) -> Iterator[Finding]:
    for place, block in enumerate(read(campaign.blocks), start=1):
        if block.missing:
            yield Finding(
                f"Block {place} ({block.name.lower()}) is not shown. {block.missing}", holds=False
            )


def _alternatives(campaign: Campaign) -> Iterator[Finding]:
    for img in dict.fromkeys(IMG.findall(campaign.body)):
        if (words := ALT.search(img)) and words[1].strip():
            continue
        source = SRC.search(img)
        name = unescape(source[1]).rpartition("/")[2] if source else "without an address"
        yield Finding(f"Say what the picture {name} shows, for who cannot see it.", holds=False)


def _sender(campaign: Campaign) -> Iterator[Finding]:
    config = current_app.config
    sender = on_the_wire(config["MAIL_FROM"]).partition("@")[2].lower()
    host = (urlsplit(config["PUBLIC_URL"]).hostname or "").lower()
    related = sender == host or host.endswith(f".{sender}") or sender.endswith(f".{host}")
    if not related and campaign.mailing_list:
        yield Finding(
            f"Letters come from {sender}, and their links lead to {host}: mail servers trust them "
            "more when both are of one domain. Set MASTHEAD_MAIL_FROM or MASTHEAD_PUBLIC_URL.",
            holds=False,
        )


CHECKS: tuple[Callable[[Campaign], Iterator[Finding]], ...] = (
    _fallbacks,
    _rendered,
    _whole,
    _alternatives,
    _sender,
)
