"""Writing a campaign before it is sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace

import nh3
from flask import current_app

from ..extensions import db
from ..mail.headers import one_line
from ..reading.cleaning import without_controls
from ..subscriptions.models import MailingList
from .blocks.kinds import Block, Text, read, written
from .blocks.rendering import html_of, text_of
from .blocks.taking import refreshed
from .models import Campaign
from .personalising import check, check_text
from .states import Step

TAGS = {
    *("h1", "h2", "h3", "h4", "p", "br", "hr", "div", "span", "blockquote", "ul", "ol", "li"),
    *("a", "em", "strong", "b", "i", "u", "s", "sub", "sup", "small", "code", "pre"),
    *("img", "figure", "figcaption", "table", "thead", "tbody", "tr", "td", "th"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align", "valign", "width"},
    "th": {"colspan", "rowspan", "align", "valign", "width"},
    "ol": {"start"},
}
# The classes that templates/mail/layout.html dresses.
CLASSES = {"p": {"kicker", "small"}}


def draft(mailing_list: MailingList, subject: str, html: str, *, preheader: str = "") -> Campaign:
    """A new campaign whose letter is one text: ``html``, cleaned. See draft_of."""
    return draft_of(mailing_list, subject, [Text(1, html)], preheader=preheader)


def draft_of(
    mailing_list: MailingList, subject: str, blocks: Iterable[Block], *, preheader: str = ""
) -> Campaign:
    """A new campaign to a list. The caller adds who wrote it, and commits."""
    campaign = Campaign(mailing_list=mailing_list)
    revise(campaign, subject, preheader=preheader)
    arrange(campaign, blocks)
    db.session.add(campaign)
    db.session.flush()
    return campaign


def revise(campaign: Campaign, subject: str, *, preheader: str = "") -> None:
    """Change what an inbox shows of a campaign. Raises StepRefused, FieldRefused."""
    _must_be_draft(campaign)
    campaign.subject = one_line(without_controls(subject))
    campaign.preheader = one_line(without_controls(preheader))
    check(campaign.subject, campaign.preheader)


def arrange(campaign: Campaign, blocks: Iterable[Block]) -> None:
    """Change the blocks of a campaign, and with them its HTML and text.

    Raises StepRefused, FieldRefused.
    """
    _must_be_draft(campaign)
    _make(campaign, [_cleaned(block) for block in blocks])
    check(campaign.body)


def refresh(campaign: Campaign) -> None:
    """Take the stories of a campaign that was not launched as they are now."""
    blocks = read(campaign.blocks)
    now = refreshed(blocks)
    if now != blocks:
        _make(campaign, now)


def _make(campaign: Campaign, blocks: list[Block]) -> None:
    campaign.blocks = written(blocks)
    campaign.body = html_of(blocks)
    if not campaign.text_twin_of:
        campaign.text = text_of(blocks)


def write_text(campaign: Campaign, text: str) -> None:
    """Keep a text part that was edited by hand, until it is made anew; an empty one is made anew.

    Raises StepRefused, FieldRefused.
    """
    _must_be_draft(campaign)
    typed = without_controls(text.replace("\r\n", "\n")).strip()
    check_text(typed)
    if not typed:
        make_text_anew(campaign)
    elif typed != campaign.text:
        campaign.text, campaign.text_twin_of = typed, _digest(campaign)


def make_text_anew(campaign: Campaign) -> None:
    """Make the text part of the blocks. Raises StepRefused."""
    _must_be_draft(campaign)
    campaign.text_twin_of = ""
    _make(campaign, read(campaign.blocks))


def text_is_stale(campaign: Campaign) -> bool:
    """Whether the blocks changed since the text part was edited by hand."""
    return campaign.text_twin_of not in {"", _digest(campaign)}


def _digest(campaign: Campaign) -> str:
    return hashlib.sha256(json.dumps(campaign.blocks, sort_keys=True).encode()).hexdigest()[:16]


def _must_be_draft(campaign: Campaign) -> None:
    if campaign.state:  # none yet: it is just being made
        campaign.take(Step.EDIT)


def _cleaned(block: Block) -> Block:
    return replace(block, html=clean_letter(block.html)) if isinstance(block, Text) else block


def clean_letter(html: str) -> str:
    """A letter's HTML with nothing in it that runs or hides; relative links become the paper's."""
    return nh3.clean(
        without_controls(html),
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        clean_content_tags={"script", "style", "title", "head"},
        url_schemes={"http", "https", "mailto", "tel"},
        url_relative=("rewrite_with_base", current_app.config["PUBLIC_URL"] + "/"),
        link_rel=None,
    ).strip()
