"""Painting the demo's pictures, each scene and light once, on every processor there is."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from PIL import Image as Pixels
from rich.console import Console
from rich.progress import track

from ..reading import picturing
from .scenes import picture

Painting = tuple[str, str]
Sizes = dict[Painting, tuple[int, int]]
MOST_WORKERS = 8
WIDTH = 1600  # pixels


def paint(wanted: Iterable[Painting], folder: Path) -> Sizes:
    """Render every painting into a folder of its own below ``folder``; return their pixel sizes.

    One that hangs there already is not painted again.
    Processes, as the drawing library holds Python’s lock; spawned, as ours may have threads.
    """
    paintings = sorted(set(wanted))
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        sizes = pool.map(partial(_paint, folder=folder), paintings)
        return dict(zip(paintings, _watched(sizes, len(paintings)), strict=True))


def place_of(painting: Painting, folder: Path) -> Path:
    """Where the renditions of a painting are."""
    return folder / "-".join(painting)


def _paint(painting: Painting, folder: Path) -> tuple[int, int]:
    place = place_of(painting, folder)
    if not place.exists():
        drying = place.with_name(f"{place.name}.{os.getpid()}")
        drying.mkdir()
        picturing.render(picture(*painting, width=WIDTH), drying, picturing.FAST)
        with suppress(OSError):  # another process was first
            drying.rename(place)
    with Pixels.open(place / f"{WIDTH}.jpg") as pixels:
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
