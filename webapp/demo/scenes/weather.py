"""The weather station."""

from .strokes.grasses import grass
from .strokes.hills import contour, furrows, hill
from .strokes.palette import mix
from .strokes.ranges import far_range, massif
from .strokes.sheet import Sheet, spots
from .strokes.skies import clouds, mist, sky
from .strokes.trees import firs


def weather_station(s: Sheet) -> None:
    """A louvred screen, a mast with cups and vane, and a rain gauge on a high meadow."""
    sky(s, 580, sun=(300, 180), radius=80)
    clouds(s, [(990, 110), (560, 80), (1150, 330)])
    far_range(s, 600, 130)
    massif(s, 650, 370, count=5)
    ridge = contour(s, 630, 22)
    firs(s, ridge, count=36, tall=(50, 120))
    hill(s, ridge, s.c.slope)
    furrows(s, ridge, 80, s.c.meadow_dark, count=60)
    meadow = contour(s, 730, 16)
    hill(s, meadow, s.c.meadow)
    furrows(s, meadow, 200, s.c.meadow_dark, count=130)
    mist(s, 700)
    _mast(s, 1010, 850)
    _rain_gauge(s, 420, 850)
    _screen(s, 720, 870)
    _fence(s)
    grass(
        s,
        860,
        1040,
        [s.c.forest, s.c.olive, s.c.meadow_dark, s.c.straw_dark],
        count=460,
        size=(26, 90),
    )
    s.dots([(s.r.uniform(0, 1500), s.r.uniform(860, 980)) for _ in range(40)], s.c.gold, 10)
    s.dots([(s.r.uniform(0, 1500), s.r.uniform(860, 980)) for _ in range(40)], s.c.red, 9)


def _screen(s: Sheet, x: float, foot: float) -> None:
    for k in (-120, 112):
        s.poly(
            [
                (x + k, foot - 250),
                (x + k + 18, foot - 250),
                (x + k * 1.2 + 18, foot),
                (x + k * 1.2, foot),
            ],
            s.c.stone,
        )
    s.dashes(
        [(x - 126, foot - 40, x + 126, foot - 220), (x + 126, foot - 40, x - 126, foot - 220)],
        s.c.stone_shade,
        9,
    )
    s.rect(x - 160, foot - 500, 320, 260, s.c.snow)
    s.rect(x + 96, foot - 500, 64, 260, mix(s.c.snow, s.c.rock_shade, 0.3))
    for side in (-140, 12):
        _louvres(s, x + side, foot - 476)
    s.circle(x, foot - 370, 8, s.c.gold)
    s.poly(spots("-196,-498 -170,-540 170,-548 196,-506", x, foot), s.c.deep)
    s.poly(spots("-170,-540 170,-548 176,-536 -176,-526", x, foot), s.c.turquoise)
    s.rect(x - 172, foot - 246, 344, 18, s.c.stone)
    _steps(s, x, foot)


def _louvres(s: Sheet, x: float, y: float) -> None:
    s.rect(x, y, 124, 216, mix(s.c.snow, s.c.rock_shade, 0.2))
    for row in range(10):
        top = y + 6 + row * 21
        s.poly(spots("4,0 120,0 116,14 8,14", x, top), s.c.snow)
        s.line([(x + 6, top + 16), (x + 118, top + 16)], s.c.deep, 3)


def _steps(s: Sheet, x: float, foot: float) -> None:
    for k in range(5):
        left, y = x - 250 + k * 8, foot - 6 - k * 44
        s.line([(left, y), (left + 74, y)], s.c.ochre, 10)
    rails = [(x - 252, foot, x - 214, foot - 200), (x - 176, foot, x - 140, foot - 200)]
    s.dashes(rails, s.c.brown, 8)


def _mast(s: Sheet, x: float, foot: float) -> None:
    s.line([(x, foot), (x, foot - 640)], s.c.navy, 12)
    s.dashes([(x, foot - 560, x - 150, foot), (x, foot - 560, x + 150, foot)], s.c.navy, 2.5)
    s.line([(x - 100, foot - 600), (x + 100, foot - 600)], s.c.navy, 8)
    for dx, dy in ((-150, -612), (-84, -640), (-84, -586)):
        s.line([(x - 100, foot - 612), (x + dx, foot + dy)], s.c.navy, 4)
        s.circle(x + dx, foot + dy, 17, s.c.red)
        s.path(f"M{x + dx - 17} {foot + dy}a17 17 0 0 0 34 0Z", s.c.red_dark)
    s.line([(x + 40, foot - 636), (x + 176, foot - 636)], s.c.gold, 7)
    s.poly([(x + 30, foot - 636), (x + 56, foot - 654), (x + 56, foot - 618)], s.c.gold)
    s.poly(spots("150,-636 178,-666 204,-666 188,-636 204,-606 178,-606", x, foot), s.c.red)
    s.poly(spots("-60,-330 -70,-250 40,-240 52,-320", x, foot), s.c.deep)
    s.dashes(
        [(x - 62 + k * 26, foot - 326, x - 70 + k * 26, foot - 248) for k in range(5)],
        s.c.turquoise,
        3,
    )
    s.rect(x - 24, foot - 220, 48, 60, s.c.cream)


def _rain_gauge(s: Sheet, x: float, foot: float) -> None:
    s.rect(x - 8, foot - 160, 16, 160, s.c.stone_shade)
    s.rect(x - 36, foot - 300, 72, 150, s.c.gold)
    s.rect(x + 10, foot - 300, 26, 150, s.c.ochre)
    s.ellipse(x, foot - 300, 46, 13, s.c.navy)
    for k in range(9):
        lean = (k - 4) * 20
        s.line([(x + lean * 0.8, foot - 246), (x + lean * 1.2, foot - 330)], s.c.cream, 7)
    s.line([(x - 88, foot - 262), (x + 88, foot - 262)], s.c.navy, 5)


def _fence(s: Sheet) -> None:
    for x in range(20, 1500, 130):
        s.line([(x, 900), (x, 810)], s.c.brown, 10)
    s.dashes([(0, 836, 1500, 830), (0, 872, 1500, 868)], s.c.stone_shade, 3)
