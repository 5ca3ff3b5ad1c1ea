"""Syndicating: the newest stories in full, as RSS 2.0 and as Atom (RFC 4287) for feed readers."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any

from flask import render_template
from markupsafe import escape
from sqlalchemy import ColumnElement

from .. import clock
from ..extensions import db
from ..templating import date_time, public_url
from .cleaning import without_controls
from .listing import full_text, is_on
from .models import Article, Author, Image, Section, Topic
from .picturing import CARD, uploads
from .searching import latest

ITEMS = 20
NEVER = dt.datetime(1970, 1, 1, tzinfo=clock.UTC)  # Atom wants a date even of an empty feed
FORMS = {
    "rss": ("reading/rss.xml", "application/rss+xml"),
    "atom": ("reading/atom.xml", "application/atom+xml"),
}
OWN_LINK = re.compile(r'(href|src)="/(?!/)')


@dataclass(frozen=True)
class Channel:
    """What a feed is of: its name, its words, its page, its own address and its stories."""

    name: str
    about: str
    page: str
    endpoint: str
    values: dict[str, Any]
    conditions: Sequence[ColumnElement[bool]] = ()

    def address(self, form: str) -> str:
        """The absolute address of the feed itself, in one of FORMS."""
        return public_url(self.endpoint, **self.values, form=form)


@dataclass(frozen=True)
class Feed:
    """A feed as it is sent, with what a conditional request compares."""

    xml: str
    changed_at: dt.datetime | None
    content_type: str

    @property
    def etag(self) -> str:
        """A name for exactly these bytes."""
        return hashlib.sha256(self.xml.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Enclosure:
    """A picture as a feed carries it: its address and its length in bytes."""

    url: str
    length: int
    type: str = "image/jpeg"


def of_paper() -> Channel:
    """Every story."""
    return Channel("", "", public_url("reading.front"), "reading.feed", {})


def of_section(section: Section) -> Channel:
    """The stories of a section."""
    page = public_url("reading.section", slug=section.slug)
    within = [Article.section_id == section.id]
    values = {"slug": section.slug}
    return Channel(section.name, section.description, page, "reading.section_feed", values, within)


def of_author(author: Author) -> Channel:
    """The stories of an author."""
    page = public_url("reading.author", slug=author.slug)
    within = [Article.author_id == author.id]
    values = {"slug": author.slug}
    return Channel(author.name, author.biography, page, "reading.author_feed", values, within)


def of_topic(topic: Topic) -> Channel:
    """The stories on a topic."""
    page = public_url("reading.topic", slug=topic.slug)
    about = f"Stories on {topic.name}."
    values = {"slug": topic.slug}
    return Channel(topic.name, about, page, "reading.topic_feed", values, [is_on(topic)])


def of_search(words: str) -> Channel:
    """The newest stories with all the words."""
    page = public_url("reading.search", q=words)
    within = [Article.id.in_(latest(words, ITEMS))]
    about = f"Stories with the words {words}."
    return Channel(f"Search: {words}", about, page, "reading.search_feed", {"q": words}, within)


def feed(channel: Channel, form: str = "rss") -> Feed:
    """The feed of a channel in one of FORMS."""
    articles = db.session.scalars(full_text(ITEMS, *channel.conditions)).all()
    changed_at = max((a.updated_at for a in articles), default=None)
    return filled(
        channel,
        form,
        changed_at,
        articles=articles,
        picture_url=picture_url,
        enclosure=enclosure,
        in_full=in_full,
    )


def filled(
    channel: Channel,
    form: str,
    changed_at: dt.datetime | None,
    template: str = "",
    **shown: object,
) -> Feed:
    """A feed, by the form’s own template or another one that writes other items."""
    own, content_type = FORMS[form]
    document = render_template(
        template or own,
        channel=channel,
        address=channel.address(form),
        changed_at=changed_at or NEVER,
        rfc822=format_datetime,
        **shown,
    )
    return Feed(without_controls(document), changed_at, f"{content_type}; charset=utf-8")


def picture_url(image: Image, file: str = CARD) -> str:
    """The absolute address of a picture, as JPEG unless another file of it is named."""
    return public_url("reading.picture", key=image.key, file=file)


def enclosure(image: Image) -> Enclosure | None:
    """The picture with its length; None when its file is not there."""
    path = uploads() / image.key / CARD
    return Enclosure(picture_url(image), path.stat().st_size) if path.is_file() else None


def in_full(article: Article) -> str:
    """The body with absolute links, as it is read away from its own address; then corrections."""
    body = OWN_LINK.sub(rf'\1="{public_url("reading.front")}', article.body)
    return body + "".join(
        f"<p><strong>Correction, {date_time(one.at)}:</strong> {escape(one.text)}</p>"
        for one in article.corrections
    )
