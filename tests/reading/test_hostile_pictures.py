"""Files that lie, swell, hide something or are broken: made safe, or refused in one sentence."""

import io
import random
import subprocess
import sys
import textwrap
import zlib
from contextlib import suppress

import pytest
from PIL import Image as Pixels
from PIL import ImageDraw

from webapp.outcomes import Outcome
from webapp.reading import opening, picturing
from webapp.reading.opening import NotAPicture, PictureTooLarge, opened

MEGABYTE = 1024 * 1024
MOST_MEMORY = 450 * MEGABYTE  # beyond what the interpreter and its libraries take
ORIENTATION, GPS = 0x0112, 0x8825


def encoded(pixels, kind="JPEG", **options):
    file = io.BytesIO()
    pixels.save(file, kind, **options)
    return file.getvalue()


def halves(first="red", second="blue", size=(64, 32), mode="RGB"):
    """One colour above another."""
    pixels = Pixels.new(mode, size, first)
    ImageDraw.Draw(pixels).rectangle((0, size[1] // 2, *size), fill=second)
    return pixels


def near(pixel, wanted, distance=12):
    return all(abs(a - b) <= distance for a, b in zip(pixel, wanted, strict=True))


def test_ink_on_paper_keeps_its_colours_on_screens():
    cyan, yellow = (255, 0, 0, 0), (0, 0, 255, 0)
    shown = opened(encoded(halves(cyan, yellow, mode="CMYK"), quality=95))
    assert near(shown.getpixel((32, 4)), (0, 255, 255))
    assert near(shown.getpixel((32, 28)), (255, 255, 0))


def test_sixteen_bits_become_the_same_grey_in_eight():
    shown = opened(encoded(Pixels.new("I;16", (40, 40), 0x8000), "PNG"))
    assert near(shown.getpixel((20, 20)), (128, 128, 128), 1)


def test_a_transparent_colour_of_a_palette_becomes_white():
    pixels = halves().quantize(4)
    clear = pixels.getpixel((32, 4))
    shown = opened(encoded(pixels, "PNG", transparency=clear))
    assert near(shown.getpixel((32, 4)), (255, 255, 255), 0)
    assert near(shown.getpixel((32, 28)), (0, 0, 255))


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_of_a_moving_picture_the_first_is_shown(kind):
    frames = [Pixels.new("RGB", (40, 40), colour) for colour in ("red", "blue", "green")]
    moving = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    shown = opened(moving)
    assert getattr(shown, "n_frames", 1) == 1
    assert near(shown.getpixel((20, 20)), (255, 0, 0))


def test_a_large_picture_taken_sideways_is_turned_and_kept_sharp():
    exif = Pixels.Exif()
    exif[ORIENTATION] = 6  # turned by a quarter
    shown = opened(encoded(halves(size=(5000, 3300)), exif=exif))
    assert shown.width < shown.height
    assert shown.width >= 1600
    assert near(shown.getpixel((shown.width - 9, 9)), (255, 0, 0))
    assert near(shown.getpixel((9, 9)), (0, 0, 255))


def test_strips_meet_without_a_seam():
    ramp = Pixels.linear_gradient("L").resize((1700, 1700)).convert("RGBA")
    shown, wanted = opened(encoded(ramp, "PNG")), ramp.convert("RGB")
    assert shown.tobytes() == wanted.tobytes()


def test_where_a_picture_was_taken_is_in_no_rendition(context):
    exif = Pixels.Exif()
    exif.get_ifd(GPS)[1] = "N-of-secret-place"
    source = encoded(halves(), exif=exif)
    assert b"secret-place" in source
    assert_in_no_file(picturing.store(source), b"secret-place")


SCRIPT = b"<script>alert('hidden')</script>"
POLYGLOTS = {
    "a page behind a JPEG": encoded(halves()) + b"<html>" + SCRIPT,
    "an archive behind a PNG": encoded(halves(), "PNG") + b"PK\x03\x04" + SCRIPT,
    "a script in a comment": encoded(halves(), comment=b"*/=1;" + SCRIPT),
    "a script in a GIF": encoded(halves(), "GIF", comment=b"=1;" + SCRIPT),
    "a program behind a WebP": encoded(halves(), "WEBP") + b"<?php " + SCRIPT,
}


@pytest.mark.parametrize("source", POLYGLOTS.values(), ids=POLYGLOTS)
def test_a_second_file_within_a_picture_is_left_behind(context, source):
    assert SCRIPT in source
    assert_in_no_file(picturing.store(source), SCRIPT)


def assert_in_no_file(image, hidden):
    kept = list((picturing.uploads() / image.key).iterdir())
    assert len(kept) == 4
    assert all(hidden not in path.read_bytes() for path in kept)


TRUNCATED = encoded(Pixels.effect_noise((300, 200), 90))
NO_PICTURES = {
    "nothing": b"",
    "text named .jpg": b"just text",
    "a page": b"<!doctype html><p>No picture",
    "SVG with a script": b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>",
    "SVG that says it is XML": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
    "half a JPEG": TRUNCATED[: len(TRUNCATED) // 2],
    "half a PNG": encoded(Pixels.effect_noise((300, 200), 90), "PNG")[:20_000],
    "a TIFF": encoded(halves(), "TIFF"),
    "an icon": encoded(halves(), "ICO"),
}


@pytest.mark.parametrize("source", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_refused(source):
    with pytest.raises(NotAPicture):
        opened(source)


def swollen(width, height):
    """A small PNG that claims to be large, and would be when unpacked."""
    row = b"\0" + b"\0" * (width * 3)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    parts = [(b"IHDR", head), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")
        for name, data in parts
    )


@pytest.mark.parametrize(
    "size", [(20_000, 10), (10, 20_000), (5_000, 4_900), (6_000, 6_000)], ids=str
)
def test_a_picture_that_would_swell_is_refused(size):
    source = swollen(*size)
    assert len(source) < MEGABYTE
    with pytest.raises(PictureTooLarge, match="at most 20 MB"):
        opened(source)


def test_a_picture_drawn_a_thousand_times_over_is_refused():
    with pytest.raises(PictureTooLarge):
        opened(encoded(halves(), progressive=True) + opening.SCAN * 1000)


def test_a_broken_file_is_refused_whatever_is_broken():
    chance = random.Random(20151006)  # noqa: S311 - the same files every time
    kinds = {"JPEG": {"progressive": True}, "PNG": {}, "GIF": {}, "WEBP": {"lossless": True}}
    for kind, options in kinds.items():
        source = encoded(halves(), kind, **options)
        for _ in range(150):
            broken = bytearray(source)
            for _ in range(chance.randint(1, 8)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            read_or_refused(bytes(broken))


def read_or_refused(source):
    with suppress(Outcome):
        assert opened(source).mode == "RGB"


LARGEST = {
    "JPEG in scans": {"size": (8000, 6000), "progressive": True, "subsampling": 0},
    "JPEG in inks": {"size": (8000, 6000), "mode": "CMYK"},
    "PNG": {"size": (6000, 4000), "mode": "RGBA", "kind": "PNG"},
    "GIF": {"size": (6000, 4000), "mode": "P", "kind": "GIF"},
    "WebP": {"size": (6000, 4000), "mode": "RGBA", "kind": "WEBP", "method": 0},
    "narrow PNG": {"size": (2000, 12000), "mode": "RGBA", "kind": "PNG"},
}
MEASURED = textwrap.dedent("""
    import io, sys, tempfile
    from pathlib import Path
    from PIL import Image as Pixels
    from webapp.reading.opening import opened
    from webapp.reading.picturing import render

    def peak():  # of this program alone: getrusage would count the one that started it too
        status = Path("/proc/self/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) * 1024

    def work(source):
        with tempfile.TemporaryDirectory() as folder:
            render(opened(source), Path(folder))

    small = io.BytesIO()
    Pixels.new("RGB", (20, 20)).save(small, "PNG")
    work(small.getvalue())
    before = peak()
    work(Path(sys.argv[1]).read_bytes())
    print(peak() - before)
""")


@pytest.mark.skipif(sys.platform != "linux", reason="Memory is measured as Linux tells it.")
@pytest.mark.parametrize("options", LARGEST.values(), ids=LARGEST)
def test_the_largest_that_is_taken_needs_little_memory(tmp_path, options):
    options = dict(options)
    size, mode, kind = options.pop("size"), options.pop("mode", "RGB"), options.pop("kind", "JPEG")
    path = tmp_path / "largest"
    path.write_bytes(encoded(Pixels.new(mode, size), kind, **options))
    command = [sys.executable, "-c", MEASURED, path]
    measured = subprocess.run(command, capture_output=True, text=True, check=False)
    assert measured.returncode == 0, measured.stderr
    assert int(measured.stdout) < MOST_MEMORY, int(measured.stdout) // MEGABYTE
