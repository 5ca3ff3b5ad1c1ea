"""The train across the steppe."""

from .strokes.grasses import ears, grass
from .strokes.hills import contour, furrows, hill
from .strokes.palette import mix
from .strokes.ranges import far_range
from .strokes.sheet import Sheet
from .strokes.skies import clouds, sky


def train_steppe(s: Sheet) -> None:
    """A blue sleeper train crossing ripe steppe under a low sun."""
    sky(s, 600, sun=(980, 320), radius=130)
    clouds(s, [(180, 130), (560, 200), (1180, 110)])
    far_range(s, 610, 60, step=130)
    for y, tone in ((590, s.c.sand), (630, s.c.straw)):
        hill(s, contour(s, y, 10), tone)
    _track(s)
    for k, x in enumerate((-120, 250, 620)):
        _carriage(s, x, 560, last=k == 2)
    _poles(s)
    line = contour(s, 720, 5)
    hill(s, line, mix(s.c.straw, s.c.straw_dark, 0.25))
    furrows(s, line, 120, s.c.straw_dark, count=90)
    grass(s, 740, 900, [s.c.straw_dark, s.c.straw, s.c.earth_dark], count=420, size=(20, 60))
    ears(s, 820, 1060, count=170, size=(50, 190))


def _track(s: Sheet) -> None:
    s.rect(0, 690, 1500, 46, s.c.earth_dark)
    s.dashes([(x, 704, x - 14, 730) for x in range(0, 1520, 26)], s.c.navy, 7)
    s.rect(0, 692, 1500, 7, s.c.navy)


def _carriage(s: Sheet, x: float, y: float, *, last: bool) -> None:
    long = 360
    nose = [
        (x + long, y),
        (x + long + 70, y + 12),
        (x + long + 150, y + 76),
        (x + long + 164, y + 116),
        (x + long, y + 116),
    ]
    s.rect(x, y, long, 116, s.c.deep)
    s.rect(x, y, long, 18, mix(s.c.deep, s.c.turquoise, 0.55))
    s.rect(x, y + 84, long, 10, s.c.gold)
    s.rect(x, y + 98, long, 18, s.c.navy)
    if last:
        s.poly(nose, s.c.deep)
        s.poly(
            [
                (x + long + 20, y + 22),
                (x + long + 72, y + 26),
                (x + long + 118, y + 66),
                (x + long + 20, y + 66),
            ],
            s.c.glow(s.c.navy),
        )
        s.poly(
            [
                (x + long, y + 84),
                (x + long + 154, y + 84),
                (x + long + 157, y + 94),
                (x + long, y + 94),
            ],
            s.c.gold,
        )
        s.circle(x + long + 140, y + 100, 8, s.c.glow(s.c.cream))
    glass = s.c.glow(s.c.cream)
    for k in range(6):
        s.rect(x + 26 + k * 56, y + 32, 36, 38, glass)
        s.line([(x + 32 + k * 56, y + 64), (x + 52 + k * 56, y + 36)], s.c.glint, 3)
    s.rect(x - 6, y + 8, 8, 104, s.c.navy)
    for k in (46, 96, long - 96, long - 46):
        s.circle(x + k, y + 122, 15, s.c.navy)
        s.circle(x + k, y + 122, 6, s.c.stone_shade)


def _poles(s: Sheet) -> None:
    for x in (120, 560, 1000, 1440):
        s.line([(x, 740), (x, 430)], s.c.navy, 9)
        s.line([(x - 38, 462), (x + 38, 462)], s.c.navy, 7)
        s.line([(x - 26, 490), (x + 26, 490)], s.c.navy, 6)
    for dy in (456, 484):
        for x in (-320, 120, 560, 1000, 1440):
            s.bend([(x, dy), (x + 220, dy + 34), (x + 440, dy)], s.c.navy, 2.4)
