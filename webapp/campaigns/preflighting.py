"""Preflight: what is wrong with a letter before it is sent.

What nobody can want holds the launch; what may be meant is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

from ..reading.models import ArticleState
from . import aligning
from .blocks.kinds import read
from .findings import Finding, Weight
from .inspections.answering import unpublished
from .models import Campaign
from .personalising import without_fallback
from .splicing import placeholder, quoted_printable
from .wording import rendered

LARGEST = 100_000  # bytes; Gmail cuts a letter at 102 kB, its link to leave with it
HEADERS = 3_000  # bytes of them, and of what differs from reader to reader, at most
IMG = re.compile(r"<img\b[^>]*>")
ALT = re.compile(r'\balt="([^"]*)"')
SRC = re.compile(r'\bsrc="([^"]*)"')


def findings(campaign: Campaign) -> list[Finding]:
    """What a letter is found to be as it stands: what holds it first, what is well last."""
    found = [one for check in CHECKS for one in check(campaign)]
    return sorted(found, key=lambda one: one.weight)


def holds(campaign: Campaign) -> list[str]:
    """The sentences of what keeps a letter from being sent."""
    return [one.sentence for one in findings(campaign) if one.weight is Weight.HOLDS]


def _fallbacks(campaign: Campaign) -> Iterator[Finding]:
    sources = (campaign.subject, campaign.preheader, campaign.body, campaign.text)
    for name in without_fallback(*sources):
        yield Finding(
            f"The field “{name}” says nothing to those of whom it is not known; "
            f'write {{{{ {name} | "reader" }}}} or the like.',
            Weight.HOLDS,
        )


def _rendered(campaign: Campaign) -> Iterator[Finding]:
    """Of the letter as it is sent: how large it is, and whether it can be left."""
    parts = rendered(campaign)
    size = HEADERS + sum(len(quoted_printable(part)) for part in parts)
    kilobytes = f"{size // 1000:,} kB"
    if size > LARGEST:
        yield Finding(
            f"The letter has {kilobytes}, and Gmail cuts letters at 102 kB; "
            f"shorten it to at most {LARGEST // 1000} kB.",
            Weight.HOLDS,
        )
    else:
        yield Finding(f"It has {kilobytes}; Gmail cuts letters at 102 kB.", Weight.FINE)
    if all(placeholder("unsubscribe") in part for part in parts):
        yield Finding("Readers can leave by a link in HTML and in text.", Weight.FINE)
    else:
        yield Finding(
            "The link to leave the list is missing; put it back into the template of letters.",
            Weight.HOLDS,
        )


def _whole(campaign: Campaign) -> Iterator[Finding]:
    for place, block in enumerate(read(campaign.blocks), start=1):
        if block.missing:
            yield Finding(
                f"Block {place} ({block.name.lower()}) is not shown. {block.missing}", Weight.WARNS
            )


def _alternatives(campaign: Campaign) -> Iterator[Finding]:
    for img in dict.fromkeys(IMG.findall(campaign.body)):
        if (words := ALT.search(img)) and words[1].strip():
            continue
        source = SRC.search(img)
        name = unescape(source[1]).rpartition("/")[2] if source else "without an address"
        yield Finding(f"Say what the picture {name} shows, for who cannot see it.", Weight.WARNS)


def _stories(campaign: Campaign) -> Iterator[Finding]:
    for link, state in unpublished(campaign):
        was = "is not published" if state == ArticleState.DRAFT else "was withdrawn"
        yield Finding(
            f"The story behind “{link.words}” {was}, and readers would find no page; "
            "publish it, or take the link out.",
            Weight.HOLDS,
        )


CHECKS: tuple[Callable[[Campaign], Iterator[Finding]], ...] = (
    _fallbacks,
    _rendered,
    _whole,
    _alternatives,
    _stories,
    aligning.findings,
)
