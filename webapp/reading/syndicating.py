"""Syndicating: the newest stories in full, as RSS 2.0 for feed readers."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime

from flask import render_template

from ..extensions import db
from ..templating import public_url
from .cleaning import without_controls
from .listing import full_text
from .models import Article, Section

ITEMS = 20


@dataclass(frozen=True)
class Feed:
    """A feed as it is sent, with what a conditional request compares."""

    xml: str
    changed_at: dt.datetime | None

    @property
    def etag(self) -> str:
        """A name for exactly these bytes."""
        return hashlib.sha256(self.xml.encode()).hexdigest()[:32]


def feed(section: Section | None = None) -> Feed:
    """The feed of the paper, or of one section."""
    articles = db.session.scalars(full_text(ITEMS, section)).all()
    changed_at = max((a.updated_at for a in articles), default=None)
    return Feed(_xml(section, articles, changed_at), changed_at)


def rfc822(moment: dt.datetime) -> str:
    """A moment as RSS writes it: Tue, 24 Nov 2026 09:40:00 +0000."""
    return format_datetime(moment)


def _xml(
    section: Section | None, articles: Sequence[Article], changed_at: dt.datetime | None
) -> str:
    if section:
        page = public_url("reading.section", slug=section.slug)
        address = public_url("reading.section_feed", slug=section.slug)
    else:
        page, address = public_url("reading.front"), public_url("reading.feed")
    document = render_template(
        "reading/feed.xml",
        section=section,
        articles=articles,
        page=page,
        address=address,
        changed_at=changed_at,
        rfc822=rfc822,
        picture_url=picture_url,
    )
    return without_controls(document)


def picture_url(article: Article) -> str | None:
    """The absolute address of a story's picture, for readers that show one."""
    if article.image is None:
        return None
    file = article.image.rendition(800)
    return public_url("reading.picture", key=article.image.key, file=file)
