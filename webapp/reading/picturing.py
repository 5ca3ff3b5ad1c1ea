"""Picturing: an uploaded or drawn picture becomes renditions that are safe and small to serve.

Every rendition is drawn anew from the pixels, so nothing hidden in the file survives: no place
where it was taken, no second file, no script.
"""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import Any

from flask import current_app
from PIL import Image as Pixels

from ..extensions import db
from .cleaning import clean_line
from .models import ENDINGS, Image
from .opening import opened

FORMATS = "avif webp jpeg"
CARD, CARD_WIDTH = "card.jpg", 1200
# Of ten. Nine takes a third of the time of eight, for files a fifth larger.
CAREFULLY, FAST = 8, 9
JPEG: dict[str, Any] = {"quality": 82, "optimize": True, "progressive": True}
# WebP's effort is 2 of 6: half the time of 4, for files 4 % larger.
SAVING: dict[str, dict[str, Any]] = {
    "avif": {"quality": 60},
    "webp": {"quality": 82, "method": 2},
    "jpeg": JPEG,
}
KEY = re.compile(r"[0-9a-f]{32}")
FILE = re.compile(r"[1-9][0-9]{0,3}\.(?:avif|webp|jpg)|card\.jpg")


def store(
    source: bytes | Pixels.Image, *, alt: str = "", caption: str = "", credit: str = ""
) -> Image:
    """Keep a picture in its renditions and return its row.

    Raises NotAPicture and PictureTooLarge. The files are there before the row is committed; if it
    never is, they are left over and harm nothing.
    """
    pixels = opened(source) if isinstance(source, bytes) else source
    image = Image(
        key=secrets.token_hex(16),
        width=pixels.width,
        height=pixels.height,
        formats=FORMATS,
        alt=clean_line(alt),
        caption=clean_line(caption),
        credit=clean_line(credit),
    )
    with tempfile.TemporaryDirectory(dir=uploads()) as folder:
        render(pixels, Path(folder))
        keep(Path(folder), image)
    return image


def render(pixels: Pixels.Image, folder: Path, speed: int = CAREFULLY) -> None:
    """Write every rendition of a picture into ``folder``; ``speed`` is that of the AVIF encoder."""
    for width in Image(width=pixels.width, height=pixels.height).widths:
        smaller = narrowed(pixels, width)
        for kind, options in SAVING.items():
            path = folder / f"{width}.{ENDINGS[kind]}"
            smaller.save(path, kind, **options, **({"speed": speed} if kind == "avif" else {}))
    narrowed(pixels, min(pixels.width, CARD_WIDTH)).save(folder / CARD, **JPEG)


def narrowed(pixels: Pixels.Image, width: int) -> Pixels.Image:
    """The picture at ``width`` pixels, its height in proportion, without what its file said."""
    height = Image(width=pixels.width, height=pixels.height).height_at(width)
    smaller = pixels.resize((width, height), Pixels.Resampling.LANCZOS)
    smaller.info.clear()  # Pillow would write comments and profiles into the new file
    return smaller


def keep(rendered: Path, image: Image) -> None:
    """Put rendered files under the picture's own key, whole or not at all, and add its row."""
    final = uploads() / image.key
    with tempfile.TemporaryDirectory(dir=uploads()) as folder:
        shutil.copytree(rendered, Path(folder) / "whole")
        (Path(folder) / "whole").rename(final)
    db.session.add(image)


def uploads() -> Path:
    """The folder of uploads in the instance."""
    folder: Path = current_app.config["INSTANCE"] / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def is_rendition(key: str, file: str) -> bool:
    """Whether a key and a file name have the form that ours have."""
    return bool(KEY.fullmatch(key) and FILE.fullmatch(file))
