"""Stamping: the paper's mark as square PNG icons, in the sizes that machines ask for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import resvg_py
from flask import current_app

from ..templating import public_url, publication

SIZES = (48, 96, 180, 192, 512)  # pixels: favicon, feeds, Apple, and two of the manifest
GROUND = "#14212b"
PAPER = "#ffffff"
# The mark fills its square; a rim keeps it whole where a phone cuts icons round.
DRAWN, RIMMED = 'viewBox="0 0 64 64"', 'viewBox="-8 -8 80 80"'


def icon(size: int) -> bytes:
    """The icon as PNG, ``size`` pixels wide and high."""
    return _drawn(Path(current_app.static_folder or "") / "icons" / "masthead.svg", size)


@cache
def _drawn(path: Path, size: int) -> bytes:
    mark = path.read_text(encoding="utf-8").replace(DRAWN, RIMMED, 1)
    return bytes(resvg_py.svg_to_bytes(svg_string=mark, width=size, height=size, background=GROUND))


def manifest() -> dict[str, Any]:
    """The web app manifest (W3C Application Manifest): the paper on a phone’s home screen."""
    paper = publication()
    return {
        "id": "/",
        "name": paper.name,
        "short_name": paper.name,
        "description": f"{paper.name}: {paper.tagline}.",
        "lang": "en",
        "dir": "ltr",
        "start_url": public_url("reading.front"),
        "scope": public_url("reading.front"),
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "categories": ["news"],
        "icons": [_named(size, purpose) for size in SIZES[-2:] for purpose in ("any", "maskable")],
    }


def _named(size: int, purpose: str) -> dict[str, str]:
    src = public_url("reading.icon", size=size)
    return {"src": src, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
