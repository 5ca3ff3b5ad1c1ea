"""Picturing: an uploaded or drawn picture becomes renditions that are safe and small to serve.

Every rendition is drawn anew from the pixels, so nothing hidden in the file survives: no place
where it was taken, no second file, no script.
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from pathlib import Path
from uuid import uuid4

from flask import current_app
from PIL import Image as Pixels
from PIL import ImageCms, ImageOps

from ..extensions import db
from ..outcomes import Outcome
from .cleaning import clean_line
from .models import Image

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000  # pixels
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")
CARD, CARD_WIDTH = "card.jpg", 1200
QUALITY = 82
EFFORT = 2  # of 6: half the time of 4, for files 4 % larger
BACKGROUND = "white"
KEY = re.compile(r"[0-9a-f]{32}")
FILE = re.compile(r"[1-9][0-9]{0,3}\.webp|card\.jpg")


class NotAPicture(Outcome):
    """What was given cannot be read as a picture."""

    title = "That is not a picture we can read"
    sentence = "Choose a JPEG, PNG, WebP or GIF file that opens on your own computer."


class PictureTooLarge(Outcome):
    """A picture has more bytes or pixels than the paper will work on."""

    status = 413
    title = "That picture is too large"
    sentence = "Choose one of at most 20 MB and 12,000 pixels a side."


def store(
    source: bytes | Pixels.Image, *, alt: str = "", caption: str = "", credit: str = ""
) -> Image:
    """Keep a picture in its renditions and return its row.

    Raises NotAPicture and PictureTooLarge. The files are there before the row is committed; if it
    never is, they are left over and harm nothing.
    """
    pixels = opened(source) if isinstance(source, bytes) else source
    image = Image(
        key=uuid4().hex,
        width=pixels.width,
        height=pixels.height,
        alt=clean_line(alt),
        caption=clean_line(caption),
        credit=clean_line(credit),
    )
    with tempfile.TemporaryDirectory(dir=uploads()) as folder:
        render(pixels, Path(folder))
        keep(Path(folder), image)
    return image


def opened(source: bytes) -> Pixels.Image:
    """The pixels of a file, upright and in plain RGB. Raises NotAPicture and PictureTooLarge."""
    if len(source) > MAX_BYTES:
        raise PictureTooLarge
    try:
        pixels = Pixels.open(io.BytesIO(source), formats=FORMATS)
        _check_size(pixels)
        pixels.load()
        return flat(ImageOps.exif_transpose(pixels))
    except Pixels.DecompressionBombError:
        raise PictureTooLarge from None
    except (OSError, SyntaxError, ValueError, EOFError, TypeError, IndexError, OverflowError):
        raise NotAPicture from None


def flat(pixels: Pixels.Image) -> Pixels.Image:
    """The picture in RGB, in sRGB colours, what was transparent on white."""
    if pixels.has_transparency_data:
        layer = pixels.convert("RGBA")
        ground = Pixels.new("RGBA", layer.size, BACKGROUND)
        return Pixels.alpha_composite(ground, layer).convert("RGB")
    return _in_srgb(pixels).convert("RGB")


def render(pixels: Pixels.Image, folder: Path) -> None:
    """Write every rendition of a picture into ``folder``."""
    image = Image(width=pixels.width, height=pixels.height)
    for width in image.widths:
        narrowed(pixels, width).save(folder / f"{width}.webp", quality=QUALITY, method=EFFORT)
    card = narrowed(pixels, min(pixels.width, CARD_WIDTH))
    card.save(folder / CARD, quality=QUALITY, optimize=True, progressive=True)


def narrowed(pixels: Pixels.Image, width: int) -> Pixels.Image:
    """The picture at ``width`` pixels, its height in proportion, without what its file said."""
    height = max(1, round(pixels.height * width / pixels.width))
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


def _check_size(pixels: Pixels.Image) -> None:
    """Look at the size a file claims, before its pixels are unpacked."""
    if max(pixels.size) > MAX_SIDE or pixels.width * pixels.height > MAX_PIXELS:
        raise PictureTooLarge


def _in_srgb(pixels: Pixels.Image) -> Pixels.Image:
    """The picture in the colours of screens, when it says that it has others."""
    profile = pixels.info.get("icc_profile")
    if not profile or pixels.mode not in {"RGB", "CMYK"}:
        return pixels
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(
            pixels, own, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        return pixels
    return turned or pixels


def is_rendition(key: str, file: str) -> bool:
    """Whether a key and a file name have the form that ours have."""
    return bool(KEY.fullmatch(key) and FILE.fullmatch(file))
