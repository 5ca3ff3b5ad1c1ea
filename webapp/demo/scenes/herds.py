"""Saiga and riders."""

from .strokes.beasts import horse, rider, saiga
from .strokes.grasses import grass
from .strokes.hills import contour, furrows, hill
from .strokes.palette import mix
from .strokes.ranges import far_range, massif
from .strokes.sheet import Sheet
from .strokes.skies import clouds, mist, sky


def saiga_steppe(s: Sheet) -> None:
    """A small herd of saiga, one buck large and alert."""
    sky(s, 560, sun=(1140, 240), radius=104)
    clouds(s, [(180, 120), (620, 90)])
    far_range(s, 580, 60, step=120)
    for y, tone, mark in (
        (565, s.c.meadow_dark, s.c.meadow),
        (600, s.c.straw_dark, s.c.straw),
        (640, s.c.straw, s.c.straw_dark),
    ):
        line = contour(s, y, 9)
        hill(s, line, tone)
        furrows(s, line, 180, mark, count=110)
    mist(s, 620)
    for _ in range(16):
        with s.moved(s.r.uniform(40, 1460), s.r.uniform(625, 668), 0.16, mirror=s.r.random() < 0.4):
            saiga(s, grazing=s.r.random() < 0.5)
    for x, y, size, way, down in (
        (240, 740, 0.62, False, True),
        (1240, 730, 0.56, True, False),
        (1330, 830, 0.86, True, True),
        (160, 850, 0.9, False, False),
    ):
        _standing(s, x, y, size, way=way, down=down)
    _standing(s, 740, 900, 1.9, way=False, down=False)
    grass(s, 830, 900, [s.c.straw_dark, s.c.olive, s.c.earth_dark], count=160, size=(20, 50))
    grass(
        s, 905, 1040, [s.c.brown, s.c.straw_dark, s.c.olive, s.c.straw], count=560, size=(34, 110)
    )


def _standing(s: Sheet, x: float, y: float, size: float, *, way: bool, down: bool) -> None:
    s.ellipse(x + 40 * size, y + 2, 150 * size, 13 * size, s.c.shadow, 0.25)
    with s.moved(x, y, size, mirror=way):
        saiga(s, grazing=down)


def horse_riders(s: Sheet) -> None:
    """Three riders at full gallop along a ridge, dust behind them."""
    sky(s, 640, sun=(760, 330), radius=190)
    clouds(s, [(120, 160), (1170, 130), (980, 260)])
    massif(s, 690, 250, count=6)
    for y, tone, mark in ((650, s.c.meadow_dark, s.c.meadow), (720, s.c.straw_dark, s.c.straw)):
        line = contour(s, y, 16)
        hill(s, line, tone)
        furrows(s, line, 110, mark, count=90)
    mist(s, 670)
    ridge = contour(s, 806, 10)
    _dust(s)
    for x, y, size, coat, robe in (
        (330, 800, 0.92, s.c.red_dark, s.c.gold),
        (1130, 790, 0.98, s.c.cream_shade, s.c.deep),
        (740, 822, 1.26, s.c.brown, s.c.red),
    ):
        with s.moved(x, y, size, s.r.uniform(-4, 2)):
            horse(s, coat)
            rider(s, robe)
    hill(s, ridge, s.c.earth)
    furrows(s, ridge, 180, s.c.earth_dark, count=130)
    grass(
        s, 830, 1040, [s.c.brown, s.c.straw_dark, s.c.straw, s.c.forest], count=520, size=(24, 96)
    )


def _dust(s: Sheet) -> None:
    tone = mix(s.c.sand, s.c.sky[-1], 0.3)
    for x in (60, 450, 830):
        for _ in range(16):
            share = s.r.random()
            s.circle(
                x + share * 190 - 60,
                812 - s.r.uniform(0, 70) * (1 - share),
                s.r.uniform(14, 42) * (1.1 - share),
                tone,
                0.6,
            )
