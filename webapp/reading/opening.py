"""Opening: an uploaded file becomes pixels, or is refused in one sentence.

What a file claims is looked at before it is unpacked, and of what is unpacked only as much is held
at once as the widest rendition needs.
"""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image as Pixels
from PIL import ImageCms, ImageOps

from ..outcomes import Outcome
from .models import RENDITION_WIDTHS

MAX_BYTES = 20 * 1024 * 1024
MAX_SIDE = 12_000  # pixels
MAX_PIXELS = 24_000_000
# A JPEG is unpacked at the size that is needed, so one straight from a camera may be larger.
MAX_PIXELS_OF_JPEG = 48_000_000
# A progressive JPEG names its scans; each costs the time of a whole picture, and ten are usual.
MAX_SCANS = 100
SCAN = b"\xff\xda"
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
STRIP = 256  # rows
BACKGROUND = "white"
SIXTEEN_BITS = ("I", "I;16", "I;16L", "I;16B", "F")
# What Pillow raises when a file is not what it says.
UNREADABLE = (
    *(OSError, SyntaxError, ValueError, EOFError, TypeError, LookupError, ArithmeticError),
    *(AttributeError, struct.error, zlib.error),
)


class NotAPicture(Outcome):
    """What was given cannot be read as a picture."""

    title = "That is not a picture we can read"
    sentence = "Choose a JPEG, PNG, WebP or GIF file that opens on your own computer."


class PictureTooLarge(Outcome):
    """A picture has more bytes or pixels than the paper will work on."""

    status = 413
    title = "That picture is too large"
    sentence = (
        "Choose one of at most 20 MB, 12,000 pixels a side and 24 megapixels; "
        "a JPEG may have 48 megapixels."
    )


def opened(source: bytes) -> Pixels.Image:
    """The pixels of a file, upright, in plain RGB, no larger than needed; of several the first.

    Raises NotAPicture and PictureTooLarge.
    """
    if len(source) > MAX_BYTES or source.count(SCAN) > MAX_SCANS:
        raise PictureTooLarge
    try:
        pixels = Pixels.open(io.BytesIO(source), formats=FORMATS)
        _check_size(pixels)
        pixels.draft(None, _enough(pixels))
        pixels.load()
        return ImageOps.exif_transpose(flat(pixels))
    except (Pixels.DecompressionBombError, Pixels.DecompressionBombWarning):
        raise PictureTooLarge from None
    except UNREADABLE:
        raise NotAPicture from None


def flat(pixels: Pixels.Image) -> Pixels.Image:
    """The picture in RGB, in sRGB colours, what was transparent on white, and not much too large.

    It is worked on strip by strip: a copy of all its pixels in another mode is never held.
    """
    _check_size(pixels)  # the first frame of a GIF may be larger than the file claimed
    factor = pixels.width // _enough(pixels)[0]
    step = STRIP * factor
    tops = range(0, pixels.height, step)
    boxes = ((0, top, pixels.width, min(top + step, pixels.height)) for top in tops)
    strips = [_opaque(pixels.crop(box)).reduce(factor) for box in boxes]
    whole = Pixels.new(strips[0].mode, (strips[0].width, sum(strip.height for strip in strips)))
    for number, strip in enumerate(strips):
        whole.paste(strip, (0, number * STRIP))
    whole.info = pixels.info
    return _in_srgb(whole).convert("RGB")


def _check_size(pixels: Pixels.Image) -> None:
    """Look at the size of a picture, and of a file before its pixels are unpacked."""
    most = MAX_PIXELS_OF_JPEG if pixels.format in {"JPEG", "MPO"} else MAX_PIXELS
    if max(pixels.size) > MAX_SIDE or pixels.width * pixels.height > most:
        raise PictureTooLarge


def _enough(pixels: Pixels.Image) -> tuple[int, int]:
    """The size, in whole steps from its own, from which the widest rendition can be drawn.

    The shorter side decides, as the picture may yet be turned.
    """
    factor = max(1, min(pixels.size) // RENDITION_WIDTHS[-1])
    return pixels.width // factor, pixels.height // factor


def _opaque(strip: Pixels.Image) -> Pixels.Image:
    """A part of a picture in a mode without transparency, of eight bits a colour."""
    if strip.mode in SIXTEEN_BITS:
        return strip.point(lambda value: value / 256).convert("L")
    if not strip.has_transparency_data:
        return strip if strip.mode in {"L", "RGB", "CMYK"} else strip.convert("RGB")
    layer = strip.convert("RGBA")
    ground = Pixels.new("RGBA", layer.size, BACKGROUND)
    return Pixels.alpha_composite(ground, layer).convert("RGB")


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
