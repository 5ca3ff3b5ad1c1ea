"""The singing dune."""

import math

from .strokes.grasses import grass
from .strokes.hills import contour, furrows, hill
from .strokes.palette import mix
from .strokes.ranges import massif
from .strokes.sheet import Point, Sheet, curved, spots
from .strokes.skies import clouds, mist, sky
from .strokes.trees import shrubs


def singing_dune(s: Sheet) -> None:
    """The singing dune: a sharp crest, a lit face and a shadowed one, a walker’s track."""
    sky(s, 600, sun=(300, 190), radius=84)
    clouds(s, [(1080, 120), (160, 360)])
    massif(s, 660, 230, count=6)
    plain = contour(s, 640, 8)
    hill(s, plain, s.c.meadow_dark)
    furrows(s, plain, 60, s.c.meadow, count=60)
    mist(s, 650)
    crest = spots("-40,700 200,590 430,420 640,260 760,216 930,330 1160,490 1360,590 1540,640")
    s.path(_smooth_to_floor(crest), s.c.straw if s.c.light != "winter" else s.c.sand)
    _lee_side(s)
    _sand_ripples(s)
    _tracks(s)
    front = contour(s, 905, 12)
    hill(s, front, s.c.sand)
    furrows(s, front, 80, s.c.sand_dark, count=60)
    shrubs(s, [(180, 930), (320, 950), (1230, 940)], 44)
    grass(s, 920, 1040, [s.c.olive, s.c.forest, s.c.straw_dark], count=260, size=(30, 96))


def _smooth_to_floor(crest: list[Point]) -> str:
    return curved(crest) + "L1540 1010L-40 1010Z"


def _lee_side(s: Sheet) -> None:
    shade = s.c.straw_dark if s.c.light != "winter" else s.c.snow_shade
    s.blob(
        spots(
            "760,216 930,330 1160,490 1360,590 1540,640 1540,1010 900,1010 700,930 800,800 "
            "720,660 790,520 730,380"
        ),
        shade,
    )
    deep = mix(shade, s.c.shadow, 0.25)
    s.blob(spots("1010,470 1180,560 1400,660 1540,690 1540,800 1250,740 1080,640"), deep)
    s.blob(spots("860,700 1040,790 1300,850 1540,870 1540,960 1150,940 920,860"), deep)
    s.bend(spots("430,420 640,260 760,216 930,330 1160,490"), s.c.cream, 5)


def _sand_ripples(s: Sheet) -> None:
    dark, pale = s.c.straw_dark, mix(s.c.sand, s.c.cream, 0.6)
    for k in range(15):
        left, right = (-30.0, 730 + 40 * k), (740 - 3.0 * k, 330 + 42 * k)
        for _ in range(5):
            start, long = s.r.random() * 0.86, s.r.uniform(0.08, 0.26)
            wave = [_ripple(left, right, min(0.97, start + long * j / 6)) for j in range(7)]
            s.bend(wave, s.r.choice((dark, dark, pale)), s.r.uniform(2.4, 4.2))
    marks = []
    for _ in range(110):
        x, down = s.r.uniform(850, 1500), s.r.uniform(70, 420)
        y = 216 + (x - 760) * 0.62 + down
        marks.append((x, y, x + s.r.uniform(20, 70), y + s.r.uniform(10, 34)))
    s.dashes(marks, mix(s.c.straw_dark, s.c.straw, 0.6), 3)


def _ripple(left: Point, right: Point, share: float) -> Point:
    sag = 60 * math.sin(share * math.pi)
    wave = 7 * math.sin(share * 46 + left[1])
    return left[0] + (right[0] - left[0]) * share, left[1] + (
        right[1] - left[1]
    ) * share + sag + wave


def _tracks(s: Sheet) -> None:
    steps = [(600 + 150 * math.sin(k * 0.12) * (k / 46), 300 + k * 13) for k in range(46)]
    s.dots([(x + (7 if k % 2 else -7), y) for k, (x, y) in enumerate(steps)], s.c.earth_dark, 8)
    for x, y, coat in ((652, 238, s.c.red), (604, 272, s.c.deep)):
        s.line([(x, y), (x, y - 34)], coat, 15)
        s.circle(x, y - 48, 9, s.c.brown)
        s.line([(x - 4, y + 4), (x - 8, y + 26)], s.c.navy, 6)
        s.line([(x + 4, y + 4), (x + 9, y + 24)], s.c.navy, 6)
