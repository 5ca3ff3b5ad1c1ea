"""Linking: the links of a letter that are counted lead through the paper, by signed numbers.

The address itself stands in the database and not in the link, so nobody can have the paper lead
anywhere else. Links are made once per campaign; a recipient's own mark is spliced in only where the
list counts by person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

from sqlalchemy import select

from ...extensions import db
from ...subscriptions.models import Measure
from ...templating import public_url
from ...tokens import Mark
from ..models import Campaign
from ..splicing import placeholder
from .models import PICTURE, LetterLink

LINK = Mark("campaigns.link")
READER = Mark("campaigns.reader")  # a delivery: who followed the link
READER_SLOT = "reader"
HREF = re.compile(r'(<a\b[^>]*?\bhref=")(https?://[^"]+)(")')
ADDRESS = re.compile(r"https?://[^\s<>\"]+")
BEHIND = ").,;:!?"  # what may follow an address in a text and is no part of it
END = "</body>"


def freeze(campaign: Campaign, html: str, uncounted: frozenset[str]) -> None:
    """Note which links of a letter are counted, as its list says at its launch.

    ``uncounted`` are those that stand in every letter: its page in the archive and the like.
    """
    mailing_list = campaign.mailing_list
    if mailing_list.opens != Measure.OFF:
        _add(campaign, PICTURE, "", mailing_list.opens)
    if mailing_list.clicks != Measure.OFF:
        found = dict.fromkeys(unescape(link[2]) for link in HREF.finditer(html))
        for position, url in enumerate((u for u in found if u not in uncounted), start=1):
            _add(campaign, position, url, mailing_list.clicks)
    db.session.flush()


def counted(campaign: Campaign, text: str, html: str) -> tuple[str, str]:
    """Text and HTML of a letter with its counted links in place of their addresses."""
    links = db.session.scalars(select(LetterLink).where(LetterLink.campaign_id == campaign.id))
    addresses = {link.url: _address(link) for link in links}
    picture = addresses.pop("", "")
    if picture:
        seen = f'<img src="{picture}" alt="" width="1" height="1">'
        html = html.replace(END, seen + END, 1)
    if not addresses:
        return text, html
    return _in_text(text, addresses), _in_html(html, addresses)


def _add(campaign: Campaign, position: int, url: str, measure: str) -> None:
    is_personal = measure == Measure.PERSON
    db.session.add(
        LetterLink(campaign_id=campaign.id, position=position, url=url, is_personal=is_personal)
    )


def _address(link: LetterLink) -> str:
    endpoint = "campaigns.follow" if link.url else "campaigns.seen"
    address = public_url(endpoint, mark=LINK.sign(link.id))
    return f"{address}{placeholder(READER_SLOT)}/" if link.is_personal else address


def _in_html(html: str, addresses: Mapping[str, str]) -> str:
    def through(found: re.Match[str]) -> str:
        address = addresses.get(unescape(found[2]))
        return found[0] if address is None else found[1] + escape(address) + found[3]

    return HREF.sub(through, html)


def _in_text(text: str, addresses: Mapping[str, str]) -> str:
    def through(found: re.Match[str]) -> str:
        for address in (found[0], found[0].rstrip(BEHIND)):
            if address in addresses:
                return addresses[address] + found[0].removeprefix(address)
        return found[0]

    return ADDRESS.sub(through, text)
