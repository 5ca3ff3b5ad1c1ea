"""Answering for our own links: the paper itself is asked, and the network is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.test import Client  # a client of any WSGI application, not only in tests

from ...extensions import db
from ...reading.models import Article, ArticleState
from ..models import Campaign
from .gathering import Link, links_of

STORIES = {"reading.story", "reading.story_of_day"}
ERROR, GONE = 400, 410


def is_own(url: str) -> bool:
    """Whether an address is one of this site, by whatever scheme."""
    ours: str = current_app.config["PUBLIC_URL"]
    return urlsplit(url).netloc.lower() == urlsplit(ours).netloc.lower()


def faults_of_own(urls: Sequence[str]) -> dict[str, str]:
    """What is wrong with each address of this site, as a sentence; empty where it has a page.

    The site is asked in a thread of its own: in ours a request would share our transaction.
    """
    site = Client(current_app.wsgi_app)
    base = current_app.config["PUBLIC_URL"]
    with ThreadPoolExecutor(1) as elsewhere:
        return {url: elsewhere.submit(_fault, site, base, url).result() for url in urls}


def _fault(site: Client, base: str, url: str) -> str:
    parts = urlsplit(url)
    status = site.head(f"{parts.path or '/'}?{parts.query}", base_url=base).status_code
    if status < ERROR:
        return ""
    if status == GONE:
        return "It was taken back, and readers are told so; take the link out."
    return f"This site has no such page ({status}); correct the address, or take it out."


def unpublished(campaign: Campaign) -> Iterator[tuple[Link, str]]:
    """The links of a letter to stories of ours that readers cannot see, and their states."""
    slugs = {_slug_in(link.url): link for link in links_of(campaign) if is_own(link.url)}
    slugs.pop("", None)
    if not slugs:
        return
    hidden = Article.state != ArticleState.PUBLISHED
    asked = select(Article.slug, Article.state).where(Article.slug.in_(slugs), hidden)
    for slug, state in db.session.execute(asked.order_by(Article.slug)):
        yield slugs[slug], state


def _slug_in(url: str) -> str:
    """Of the address of a story, which one; nothing for all other addresses."""
    path = urlsplit(url).path.rstrip("/") + "/"
    try:
        endpoint, values = current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:  # there is no such address, or it leads on
        return ""
    return str(values["slug"]) if endpoint in STORIES else ""
