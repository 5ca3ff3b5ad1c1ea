"""Illustrating: pictures within a text, as staff place them and as readers see them."""

from __future__ import annotations

import html
import re
from collections.abc import Collection

from flask import get_template_attribute
from markupsafe import Markup
from sqlalchemy import select

from ..extensions import db
from .cleaning import PULL_QUOTE, figure
from .models import Image
from .picturing import CARD

# As cleaning leaves a figure: picture, alternative text, and the rest of it.
FIGURE = re.compile(
    r'<figure><img src="/pictures/([0-9a-f]{32})/card\.jpg" alt="([^"]*)">(.*?</figure>)', re.DOTALL
)
# A landmark without a name is in the way of who jumps from one to the next; this role (DPUB-ARIA
# 1.1) says what it is instead.
PULLED = f'<aside class="{PULL_QUOTE}">', f'<aside role="doc-pullquote" class="{PULL_QUOTE}">'
# Everything up to the first paragraph of a body that stands in nothing else.
CONTAINERS = "aside|figure|blockquote|ul|ol"
OPENING = re.compile(rf"\A(?:<({CONTAINERS})\b.*?</\1>|(?!<(?:p>|{CONTAINERS})).)*+<p>", re.DOTALL)
SIZES = "(min-width: 64rem) 40rem, (min-width: 40rem) 36.5rem, 100vw"

Placed = dict[str, Image]  # by their keys


def snippet(image: Image) -> str:
    """The HTML that places a picture in a text, with the words its row has for it."""
    credit = image.credit and f"<small>{html.escape(image.credit, quote=False)}</small>"
    caption = " ".join(filter(None, (html.escape(image.caption, quote=False), credit)))
    return figure(f"/pictures/{image.key}/{CARD}", html.escape(image.alt), caption)


def placed_keys(body: str) -> list[str]:
    """The keys of the pictures placed in a clean body, in its order, each once."""
    return list(dict.fromkeys(found[1] for found in FIGURE.finditer(body)))


def placed_in(body: str) -> Placed:
    """The pictures of a clean body, in its order, without those that are gone.

    Asks once, and only if there are any.
    """
    keys = placed_keys(body)
    images = images_of(keys)
    return {key: images[key] for key in keys if key in images}


def images_of(keys: Collection[str]) -> Placed:
    """The pictures with these keys, in no order; no question for none."""
    if not keys:
        return {}
    found = db.session.scalars(select(Image).where(Image.key.in_(keys)))
    return {image.key: image for image in found}


def illustrated(body: str, placed: Placed | None = None, dateline: str = "") -> Markup:
    """A clean body with its pictures in all their renditions, and the place line before its words.

    Without ``placed`` the pictures are looked up. A figure whose picture is gone is left out. Pull
    quotes say that they are.
    """
    images = placed_in(body) if placed is None else placed
    if dateline:
        body = _datelined(body, dateline)
    body = FIGURE.sub(lambda figure: _responsive(figure, images), body.replace(*PULLED))
    return Markup(body)  # noqa: S704 - cleaned on the way in


def _datelined(body: str, dateline: str) -> str:
    """The body with its place line in the first paragraph that is part of the running text."""
    words = f'<span class="dateline">{html.escape(dateline, quote=False)} –</span> '
    return OPENING.sub(lambda start: start[0] + words, body, count=1)


def _responsive(placed: re.Match[str], images: dict[str, Image]) -> str:
    key, alt, rest = placed.groups()
    if key not in images:
        return ""
    picture = get_template_attribute("components/picture.html", "picture")
    return f"<figure>{picture(images[key], SIZES, alt=html.unescape(alt))}{rest}"
