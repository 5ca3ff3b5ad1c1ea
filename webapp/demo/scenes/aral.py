"""The shore the sea left."""

from .strokes.grasses import grass
from .strokes.hills import contour, furrows, hill
from .strokes.palette import mix
from .strokes.ranges import far_range
from .strokes.sheet import Sheet, spots
from .strokes.skies import clouds, sky


def aral_boat(s: Sheet) -> None:
    """A rusting trawler aground on the bed of the sea that left."""
    sky(s, 560, sun=(1150, 200), radius=86)
    clouds(s, [(160, 120), (560, 70)])
    far_range(s, 575, 40, step=180)
    s.rect(0, 560, 1500, 26, s.c.water)
    s.rect(0, 574, 1500, 10, s.c.glint)
    sands = contour(s, 590, 8)
    hill(s, sands, s.c.sand)
    furrows(s, sands, 380, s.c.sand_dark, count=190)
    tufts = [(s.r.uniform(0, 1500), s.r.uniform(700, 850)) for _ in range(24)]
    for x, y in tufts:
        grass(s, y, y + 8, [s.c.olive, s.c.straw_dark], count=14, span=(x, x + 60), size=(20, 40))
    front = contour(s, 860, 24)
    _trawler(s)
    hill(s, front, mix(s.c.sand, s.c.sand_dark, 0.55))
    furrows(s, front, 120, s.c.sand, count=60)
    grass(s, 960, 1030, [s.c.olive, s.c.forest, s.c.straw_dark], count=170, size=(40, 110))
    s.dots([(s.r.uniform(0, 1500), s.r.uniform(900, 990)) for _ in range(50)], s.c.cream, 9)


def _trawler(s: Sheet) -> None:
    rust, dark = s.c.red, s.c.red_dark
    s.poly(spots("420,800 1130,800 1400,900 560,900"), s.c.shadow, 0.25)
    with s.moved(750, 800, 1, -5):
        s.line([(-60, -250), (-60, -560)], s.c.navy, 13)
        s.line([(-60, -540), (300, -170)], s.c.navy, 5)
        s.line([(-60, -540), (-380, -190)], s.c.navy, 5)
        s.line([(-60, -440), (140, -520)], s.c.navy, 8)
        s.rect(-330, -340, 220, 190, s.c.cream)
        s.rect(-180, -340, 70, 190, s.c.cream_shade)
        s.rect(-350, -366, 264, 32, s.c.deep)
        for k in range(3):
            s.rect(-308 + k * 64, -306, 42, 50, s.c.navy)
            s.line([(-304 + k * 64, -264), (-276 + k * 64, -302)], s.c.turquoise, 3)
        s.blob(spots("-450,-190 -260,-150 100,-150 440,-226 360,-20 290,70 -330,70 -400,-30"), rust)
        s.poly(
            spots("-440,-184 -260,-150 100,-150 436,-224 424,-180 110,-112 -260,-112 -430,-146"),
            s.c.deep,
        )
        s.poly(spots("-390,-10 370,-30 300,70 -330,70"), dark)
        _rust_marks(s)


def _rust_marks(s: Sheet) -> None:
    for colour, width in ((s.c.ochre, 5), (s.c.red_dark, 4), (mix(s.c.red, s.c.cream, 0.3), 3)):
        s.dashes(
            [
                (x, y, x + s.r.uniform(-4, 4), y + s.r.uniform(14, 60))
                for x, y in ((s.r.uniform(-370, 350), s.r.uniform(-106, 0)) for _ in range(34))
            ],
            colour,
            width,
        )
    for k in range(5):
        s.bend(
            [(-420, -100 + k * 34), (0, -84 + k * 34), (400 - k * 16, -120 + k * 36)],
            s.c.red_dark,
            2.5,
        )
    for x in (-220, -120, 20, 140):
        s.circle(x, -62, 19, s.c.navy)
        s.circle(x - 3, -65, 11, s.c.brown)
    s.poly(spots("170,10 250,-6 240,56 180,60"), s.c.navy)
    s.dashes([(190, 4, 186, 58), (214, 0, 212, 58)], s.c.ochre, 5)
