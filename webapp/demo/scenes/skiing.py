"""The ski slope."""

from .strokes.hills import contour, furrows, hill
from .strokes.palette import mix
from .strokes.ranges import massif
from .strokes.sheet import Sheet, spots
from .strokes.skies import clouds, mist, sky
from .strokes.trees import fir, firs


def ski_slope(s: Sheet) -> None:
    """A skier carving down a slope under a chairlift."""
    sky(s, 560, sun=(260, 170), radius=74)
    clouds(s, [(880, 90), (520, 150)])
    massif(s, 640, 450, count=4)
    spur = contour(s, 600, 30, tilt=-120)
    firs(s, spur, count=60, tall=(50, 110), fill=s.c.pine)
    hill(s, spur, mix(s.c.snow, s.c.snow_shade, 0.5))
    mist(s, 600)
    slope = contour(s, 690, 22, tilt=-230)
    hill(s, slope, s.c.snow)
    furrows(s, slope, 330, s.c.snow_shade, count=150)
    firs(s, slope, count=16, tall=(120, 210), span=(0, 300))
    firs(s, slope, count=9, tall=(110, 200), span=(1120, 1500))
    _chairlift(s)
    _carved_tracks(s)
    for x, y, size, coat, way in (
        (1110, 900, 0.62, s.c.deep, True),
        (420, 740, 0.5, s.c.gold, False),
        (740, 860, 1.25, s.c.red, False),
    ):
        with s.moved(x, y, size, 14, mirror=way):
            _skier(s, coat)
    for x, y, tall in ((60, 1010, 420), (1450, 1020, 380), (190, 1040, 300), (1330, 1040, 250)):
        fir(s, x, y, tall)
        _snow_on(s, x, y, tall)


def _snow_on(s: Sheet, x: float, y: float, tall: float) -> None:
    s.dashes(
        [
            (
                x + s.r.uniform(-0.13, 0.1) * tall * k,
                y - tall * (1 - k * 0.9),
                x + s.r.uniform(-0.05, 0.1) * tall * k,
                y - tall * (1 - k * 0.9) + 8,
            )
            for k in (0.15, 0.3, 0.42, 0.5, 0.6, 0.68, 0.78, 0.86, 0.93)
            for _ in (0, 1)
        ],
        s.c.snow,
        tall * 0.024,
    )


def _chairlift(s: Sheet) -> None:
    for x, foot in ((300, 590), (760, 640), (1240, 770)):
        s.line([(x, foot), (x, foot - 260)], s.c.navy, 12)
        s.line([(x - 70, foot - 250), (x + 70, foot - 250)], s.c.navy, 9)
    for dx in (-64, 64):
        s.bend(
            [(-60 + dx, 290), (300 + dx, 340), (760 + dx, 390), (1240 + dx, 520), (1560 + dx, 600)],
            s.c.navy,
            3,
        )
    for x, y, tone in (
        (120, 318, s.c.red),
        (530, 366, s.c.gold),
        (930, 432, s.c.red),
        (1090, 474, s.c.deep),
        (1400, 560, s.c.gold),
    ):
        s.line([(x, y), (x, y + 66)], s.c.navy, 4)
        s.line([(x - 34, y + 66), (x + 34, y + 66)], s.c.navy, 7)
        for d in (-17, 15):
            s.line([(x + d, y + 60), (x + d, y + 36)], tone, 19)
            s.circle(x + d, y + 20, 10, s.c.brown)
            s.line([(x + d - 14, y + 96), (x + d + 20, y + 98)], s.c.ochre, 4)


def _carved_tracks(s: Sheet) -> None:
    tone = s.c.snow_shade
    for dx in (0, 22):
        s.bend([(560 + dx, 640), (680 + dx, 690), (560 + dx, 760), (760 + dx, 850)], tone, 6)
        s.bend([(900 + dx, 700), (1010 + dx, 760), (900 + dx, 830), (1090 + dx, 890)], tone, 5)
        s.bend([(300 + dx, 660), (360 + dx, 690), (310 + dx, 715), (410 + dx, 740)], tone, 4)
    s.dots([(640 + s.r.gauss(0, 50), 850 + s.r.gauss(0, 26)) for _ in range(70)], s.c.snow_shade, 8)
    s.dots([(640 + s.r.gauss(0, 46), 838 + s.r.gauss(0, 26)) for _ in range(70)], s.c.snow, 9)


def _skier(s: Sheet, coat: str) -> None:
    s.line([(-120, 8), (126, 8)], s.c.ochre, 8)
    s.line([(-108, 24), (138, 24)], s.c.gold, 8)
    s.line([(126, 8), (142, -4)], s.c.ochre, 8)
    s.line([(138, 24), (154, 12)], s.c.gold, 8)
    s.bend([(-30, -84), (34, -60), (6, 0)], s.c.navy, 30)
    s.bend([(-24, -80), (50, -52), (24, 16)], mix(s.c.navy, s.c.deep, 0.5), 26)
    s.blob(spots("-52,-96 -26,-150 40,-184 66,-162 40,-116 -10,-66 -44,-70"), coat)
    s.blob(spots("-48,-84 -10,-112 50,-140 40,-116 -10,-66 -44,-70"), mix(coat, s.c.shadow, 0.3))
    s.bend([(48, -160), (80, -118), (112, -124)], coat, 19)
    s.bend([(30, -150), (54, -108), (84, -96)], mix(coat, s.c.shadow, 0.3), 17)
    s.line([(116, -128), (-10, -20)], s.c.navy, 5)
    s.line([(86, -98), (-60, -6)], s.c.navy, 5)
    s.circle(64, -196, 27, s.c.cream)
    s.path("M38 -200a27 27 0 0 1 52 -6l-10 4q-20 -2 -42 2Z", s.c.deep)
    s.blob(spots("72,-204 92,-206 92,-188 74,-186"), s.c.gold)
