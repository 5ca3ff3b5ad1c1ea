"""Illustrating: pictures within a text, as staff place them and as readers see them."""

from __future__ import annotations

import html
import re

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
SIZES = "(min-width: 64rem) 40rem, (min-width: 40rem) 36.5rem, 100vw"


def snippet(image: Image) -> str:
    """The HTML that places a picture in a text, with the words its row has for it."""
    credit = image.credit and f"<small>{html.escape(image.credit, quote=False)}</small>"
    caption = " ".join(filter(None, (html.escape(image.caption, quote=False), credit)))
    return figure(f"/pictures/{image.key}/{CARD}", html.escape(image.alt), caption)


def illustrated(body: str) -> Markup:
    """A clean body with its pictures in all their renditions; asks once, and only if it has any.

    A figure whose picture is gone is left out. Pull quotes say that they are.
    """
    body = body.replace(*PULLED)
    keys = {found[1] for found in FIGURE.finditer(body)}
    if not keys:
        return Markup(body)  # noqa: S704 - cleaned on the way in
    found = db.session.scalars(select(Image).where(Image.key.in_(keys)))
    images = {image.key: image for image in found}
    return Markup(FIGURE.sub(lambda placed: _responsive(placed, images), body))  # noqa: S704


def _responsive(placed: re.Match[str], images: dict[str, Image]) -> str:
    key, alt, rest = placed.groups()
    if key not in images:
        return ""
    picture = get_template_attribute("components/picture.html", "picture")
    return f"<figure>{picture(images[key], SIZES, alt=html.unescape(alt))}{rest}"
