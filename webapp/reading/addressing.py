"""Addresses of stories: WordPress-shaped, so that a paper that moves here keeps its links."""

from __future__ import annotations

from typing import Any

from flask import url_for
from werkzeug.routing import BaseConverter

from .. import clock, templating
from .models import Article


class SlugConverter(BaseConverter):
    """Small letters, figures and single hyphens; any other address is no page of ours."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"


def story_values(article: Article) -> dict[str, Any]:
    """Year, month and slug of a story's address, in the paper's own zone."""
    day = templating.local(article.published_at or clock.now())
    return {"year": day.year, "month": day.month, "slug": article.slug}


def article_url(article: Article, *, external: bool = False) -> str:
    """The address of a story; with ``external`` absolute, from PUBLIC_URL."""
    values = story_values(article)
    if external:
        return templating.public_url("reading.story", **values)
    return url_for("reading.story", **values)
