"""A launch from the steppe."""

from .strokes.grasses import grass
from .strokes.hills import contour, furrows, hill
from .strokes.palette import Palette, mix
from .strokes.ranges import far_range
from .strokes.sheet import Sheet, spots
from .strokes.skies import birds, clouds, mist, sky


def spacecraft_steppe(s: Sheet) -> None:
    """A rocket lifting off in its own light above the spring steppe."""
    sky(s, 720, sun=(260, 220), radius=84)
    clouds(s, [(980, 150), (1150, 330), (160, 420)])
    birds(s, 1080, 470, count=6, size=13)
    far_range(s, 740, 40, step=150)
    for y, tone, mark in ((728, s.c.sand_dark, s.c.earth), (756, s.c.meadow_dark, s.c.meadow)):
        line = contour(s, y, 7)
        hill(s, line, tone)
        furrows(s, line, 130, mark, count=90)
    mist(s, 740)
    for x in (560, 945):
        _gantry(s, x, 800)
    _lightning_mast(s, 330, 780)
    _lightning_mast(s, 1190, 780)
    _plume(s)
    with s.moved(750, 590, 0.84):
        _rocket(s)
    front = contour(s, 868, 10)
    hill(s, front, s.c.meadow)
    furrows(s, front, 120, s.c.meadow_dark, count=90)
    grass(
        s,
        880,
        1040,
        [s.c.forest, s.c.olive, s.c.straw_dark, s.c.meadow_dark],
        count=420,
        size=(26, 90),
    )
    for tone in (s.c.red, s.c.gold):
        s.dots([(s.r.uniform(0, 1500), s.r.uniform(880, 980)) for _ in range(46)], tone, 13)


def _gantry(s: Sheet, x: float, foot: float) -> None:
    s.dashes([(x - 34, foot, x - 34, foot - 460), (x + 34, foot, x + 34, foot - 460)], s.c.navy, 10)
    s.dashes([(x - 34, foot - k, x + 34, foot - k - 46) for k in range(0, 460, 46)], s.c.navy, 4)
    s.dashes([(x + 34, foot - k, x - 34, foot - k - 46) for k in range(0, 460, 46)], s.c.deep, 4)
    s.dashes([(x - 34, foot - k, x + 34, foot - k) for k in range(46, 500, 92)], s.c.red, 8)
    s.line([(x, foot - 460), (x, foot - 560)], s.c.red, 6)


def _lightning_mast(s: Sheet, x: float, foot: float) -> None:
    s.poly(spots("-16,0 -3,-520 3,-520 16,0", x, foot), s.c.stone_shade)
    s.dashes([(x - 14, foot - k, x + 14, foot - k) for k in range(30, 500, 60)], s.c.red, 7)


def _plume(s: Sheet) -> None:
    warm, white = mix(Palette.gold, s.c.cream, 0.5), s.c.snow
    shade = mix(s.c.snow, s.c.rock_shade, 0.28)
    if s.c.lamps_lit:
        s.circle(750, 640, 330, s.c.lamp, 0.12)
        s.circle(750, 640, 220, s.c.lamp, 0.16)
    s.blob(spots("722,610 778,610 830,720 900,870 600,870 670,720"), warm)
    puffs = []
    for _ in range(70):
        side = s.r.choice((-1, 1))
        reach = s.r.random() ** 0.8
        puffs.append(
            (
                750 + side * reach * 520,
                860 - (1 - reach) * s.r.uniform(0, 130),
                s.r.uniform(34, 92) * (1.15 - reach * 0.6),
            )
        )
    for x, y, r in sorted(puffs, key=lambda p: p[1]):
        s.circle(x + r * 0.16, y + r * 0.1, r, shade)
        s.circle(x, y - r * 0.1, r * 0.88, mix(white, warm, max(0.0, 0.7 - abs(x - 750) / 420)))
    s.dashes(
        [
            (x, y, x + s.r.uniform(16, 40), y - s.r.uniform(0, 12))
            for x, y in ((s.r.gauss(750, 240), s.r.uniform(780, 880)) for _ in range(46))
        ],
        shade,
        5,
    )
    s.blob(spots("728,612 772,612 806,690 750,850 694,690"), Palette.gold)
    s.blob(spots("734,612 766,612 780,660 750,760 720,660"), mix(Palette.gold, Palette.cream, 0.7))
    s.dashes([(750 + d * 0.6, 640, 750 + d * 1.8, 760) for d in (-30, -14, 14, 30)], Palette.red, 5)


def _rocket(s: Sheet) -> None:
    body, shade = s.c.snow, mix(s.c.snow, s.c.rock_shade, 0.42)
    for side in (-1, 1):
        s.blob(
            [
                (side * 30, -230),
                (side * 62, -60),
                (side * 74, 10),
                (side * 30, 10),
                (side * 22, -120),
            ],
            s.c.olive if side < 0 else mix(s.c.olive, s.c.shadow, 0.35),
        )
        s.line([(side * 34, -60), (side * 72, -60)], s.c.gold, 7)
        s.poly([(side * 38, 8), (side * 64, 8), (side * 72, 30), (side * 30, 30)], s.c.navy)
    s.rect(-34, -300, 68, 312, body)
    s.rect(6, -300, 28, 312, shade)
    s.poly(spots("-34,-300 34,-300 27,-420 -27,-420"), body)
    s.poly(spots("6,-300 34,-300 27,-420 5,-420"), shade)
    s.path("M-40 -420C-46 -500 -26 -540 0 -566C26 -540 46 -500 40 -420Z", s.c.deep)
    s.path("M-40 -420C-46 -500 -26 -540 0 -566C-14 -520 -16 -470 -14 -420Z", s.c.turquoise)
    s.line([(0, -560), (0, -620)], s.c.navy, 6)
    for y, tone in ((-416, s.c.gold), (-300, s.c.red), (-210, s.c.navy), (-60, s.c.navy)):
        s.rect(-36, y, 72, 11, tone)
    for k in range(4):
        s.rect(-34 + (k % 2) * 34, -200 + (k // 2) * 26, 34, 26, s.c.navy if k in (0, 3) else body)
    s.dashes([(-20, -290 + k * 30, -20, -276 + k * 30) for k in range(10)], s.c.stone_shade, 3)
    s.poly(spots("-24,10 24,10 30,34 -30,34"), s.c.navy)
