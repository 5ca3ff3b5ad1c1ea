"""Painting the demo's pictures, each scene and light once, on every processor there is."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image as Pixels
from rich.console import Console
from rich.progress import track

from ..reading import picturing
from .scenes import picture

Painting = tuple[str, str]
Sizes = dict[Painting, tuple[int, int]]


def paint(wanted: Iterable[Painting], folder: Path) -> Sizes:
    """Render every painting into a folder of its own below ``folder``; return their pixel sizes."""
    paintings = sorted(set(wanted))
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        sizes = pool.map(lambda painting: _paint(painting, folder), paintings)
        return dict(zip(paintings, _watched(sizes, len(paintings)), strict=True))


def place_of(painting: Painting, folder: Path) -> Path:
    """Where the renditions of a painting are."""
    return folder / "-".join(painting)


def _paint(painting: Painting, folder: Path) -> tuple[int, int]:
    pixels: Pixels.Image = picture(*painting)
    place = place_of(painting, folder)
    place.mkdir()
    picturing.render(pixels, place)
    return pixels.size


def _watched(sizes: Iterator[tuple[int, int]], total: int) -> Iterator[tuple[int, int]]:
    """The same, with a progress bar when a person is watching."""
    console = Console(stderr=True)
    return iter(
        track(
            sizes,
            "Drawing the pictures",
            total=total,
            console=console,
            transient=True,
            disable=not sys.stderr.isatty(),
        )
    )
