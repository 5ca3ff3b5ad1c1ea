"""The words of a letter: its text and its HTML, with slots for what each reader gets."""

from __future__ import annotations

from typing import NamedTuple

from flask import render_template

from .. import clock
from ..mail.composing import inline_styles
from ..mail.flattening import to_text
from ..subscriptions.models import MailingList
from ..templating import public_url
from .heading import archive_url
from .models import Campaign
from .personalising import Field, fields_in, marked
from .splicing import placeholder
from .stories import selecting

# What differs from recipient to recipient. Only the address needs another form in HTML: a date
# and our own links hold nothing to escape.
SLOTS = ("email", "confirmed", "unsubscribe", "preferences")
HTML_SLOTS = {"email": "emailinhtml"}
TEMPLATE = "campaigns/letter"


class Letter(NamedTuple):
    """What a letter says between head and foot, and before it begins."""

    title: str
    preheader: str
    body: str  # HTML
    text: str


def fields_of(campaign: Campaign) -> list[Field]:
    """The personal fields of a letter, each once."""
    return fields_in(campaign.subject, campaign.preheader, campaign.body, _words(campaign))


def standing_links(campaign: Campaign) -> frozenset[str]:
    """The links that stand in every letter, whatever it says."""
    front = public_url("reading.front")
    return frozenset((front, archive_url(campaign), _privacy_url()))


def rendered(campaign: Campaign, through: MailingList | None = None) -> tuple[str, str]:
    """Text and HTML of the letter, with placeholders where a recipient's own values go."""
    fields = fields_of(campaign)
    letter = _letter(campaign)
    context = {
        "campaign": campaign,
        "letter": letter,
        "through": through or campaign.mailing_list,
        "sent_at": campaign.launched_at or clock.now(),
        "archive_url": archive_url(campaign),
        "privacy_url": _privacy_url(),
    }
    plain = {name: placeholder(name) for name in SLOTS}
    marked_up = plain | {name: placeholder(other) for name, other in HTML_SLOTS.items()}
    text = render_template(f"mail/{TEMPLATE}/body.txt", slots=plain, **context)
    html = render_template(f"mail/{TEMPLATE}/body.html", slots=marked_up, **context)
    html = marked(inline_styles(html), fields, is_html=True)
    return marked(text.strip(), fields) + "\n", html


def _letter(campaign: Campaign) -> Letter:
    """The words between head and foot; all stories, marked, where each reader gets some of them."""
    selection = selecting.selection_of(campaign)
    if selection is None:
        return Letter(campaign.subject, campaign.preheader, campaign.body, _words(campaign))
    own = (selecting.SUBJECT, selecting.PREHEADER)
    title, preheader = (placeholder(selecting.in_html(name)) for name in own)
    html, text = selecting.marked_html(selection), selecting.marked_text(selection)
    return Letter(title, preheader, html, text)


def _words(campaign: Campaign) -> str:
    return campaign.text or to_text(campaign.body).strip()


def _privacy_url() -> str:
    return public_url("reading.page", slug="privacy-policy")
