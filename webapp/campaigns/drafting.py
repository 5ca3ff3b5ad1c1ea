"""Writing a campaign before it is sent."""

from __future__ import annotations

import nh3
from flask import current_app

from ..extensions import db
from ..mail.headers import one_line
from ..reading.cleaning import without_controls
from ..subscriptions.models import MailingList
from .models import Campaign
from .outcomes import AlreadyLaunched

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
    """A new campaign to a list; ``html`` is cleaned. The caller adds who wrote it, and commits."""
    campaign = Campaign(mailing_list=mailing_list)
    revise(campaign, subject, html, preheader=preheader)
    db.session.add(campaign)
    db.session.flush()
    return campaign


def revise(campaign: Campaign, subject: str, html: str, *, preheader: str = "") -> None:
    """Change what a campaign says. Raises AlreadyLaunched once it is sent."""
    if campaign.state and not campaign.is_draft:
        raise AlreadyLaunched
    campaign.subject = one_line(without_controls(subject))
    campaign.preheader = one_line(without_controls(preheader))
    campaign.body = clean_letter(html)


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
