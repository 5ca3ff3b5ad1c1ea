"""The press hall."""

import math
from itertools import pairwise

from .strokes.ornaments import horn_band
from .strokes.palette import mix
from .strokes.rooms import lamp, sunbeam, wall, window
from .strokes.sheet import Point, Sheet, curved, spots


def gazette_press(s: Sheet) -> None:
    """A rotary press with its web of paper running over the cylinders."""
    wall(s, 780, fill=mix(s.c.stone_shade, s.c.deep, 0.35), pattern=False)
    for x in (70, 590, 1110):
        window(s, x, 50, 320, 210, frame=s.c.navy)
    sunbeam(s, spots("420,280 690,280 960,800 560,800"))
    s.rect(0, 800, 1500, 210, s.c.floor)
    for k in range(14):
        s.line([(k * 130 - 160, 1000), (k * 96 + 130, 800)], mix(s.c.floor, s.c.shadow, 0.3), 3)
    _paper_reel(s, 210, 700, 150)
    _press_frame(s)
    _web(s)
    _cylinders(s)
    _folded_papers(s)
    lamp(s, 560, 60, 64)
    lamp(s, 980, 60, 64)


def _paper_reel(s: Sheet, x: float, y: float, r: float) -> None:
    s.ellipse(x, y + r + 4, r * 1.2, 18, s.c.shadow, 0.35)
    s.circle(x, y, r, s.c.cream_shade)
    s.circle(x - 4, y - 4, r - 8, s.c.cream)
    for k in range(5):
        s.trace(
            f"M{x - r + 26 + k * 22:.0f} {y}a{r - 26 - k * 22:.0f} {r - 26 - k * 22:.0f} 0 1 1 0 1",
            s.c.cream_shade,
            3,
        )
    s.circle(x, y, 30, s.c.brown)
    s.circle(x, y, 15, s.c.navy)
    s.poly([(x - 96, y + r + 40), (x - 16, y), (x + 16, y), (x + 96, y + r + 40)], s.c.deep)
    s.circle(x, y, 20, s.c.gold)


def _press_frame(s: Sheet) -> None:
    body, shade = s.c.deep, mix(s.c.deep, s.c.shadow, 0.4)
    s.poly(spots("430,900 430,330 500,290 1110,290 1180,360 1180,900"), body)
    s.poly(spots("1010,900 1010,290 1110,290 1180,360 1180,900"), shade)
    s.rect(400, 870, 820, 60, s.c.navy)
    s.rect(470, 310, 520, 16, s.c.turquoise)
    for x in (450, 1160):
        s.dots([(x, 380 + k * 52) for k in range(10)], s.c.gold, 14)
    s.rect(1040, 420, 110, 150, s.c.navy)
    for k, tone in enumerate((s.c.red, s.c.gold, s.c.olive)):
        s.circle(1066 + k * 30, 450, 10, tone)
    s.circle(1095, 520, 30, s.c.cream)
    s.line([(1095, 520), (1112, 502)], s.c.red, 5)
    horn_band(s, 500, 980, 842, 26, s.c.gold, 6)
    s.rect(500, 350, 480, 440, shade)


def _web(s: Sheet) -> None:
    paper: list[Point] = spots(
        "206,552 420,420 560,372 640,440 760,520 850,420 950,380 1010,500 900,640 "
        "760,700 640,640 560,720 760,800 1180,760 1320,800"
    )
    s.trace(curved(paper), s.c.cream_shade, 60)
    s.trace(curved([(x - 3, y - 5) for x, y in paper]), s.c.snow, 46)
    s.dashes(
        [
            (a + (c - a) * t - 12, b + (d - b) * t, a + (c - a) * t + 12, b + (d - b) * t - 4)
            for (a, b), (c, d) in pairwise(paper[8:])
            for t in (0.1, 0.25, 0.4, 0.55, 0.7, 0.85)
        ],
        s.c.navy,
        4,
    )


def _cylinders(s: Sheet) -> None:
    for x, y, r, tone in (
        (560, 440, 66, s.c.stone),
        (760, 450, 72, s.c.red),
        (950, 450, 66, s.c.stone),
        (640, 570, 72, s.c.stone),
        (850, 560, 80, s.c.gold),
        (760, 630, 56, s.c.stone),
        (590, 730, 52, s.c.stone),
        (900, 720, 60, s.c.red),
    ):
        dark = mix(tone, s.c.shadow, 0.45)
        s.circle(x, y, r, dark)
        s.circle(x - 4, y - 5, r - 7, tone)
        s.bend(
            [(x - r * 0.62, y - r * 0.2), (x - r * 0.4, y - r * 0.55), (x, y - r * 0.7)],
            mix(tone, s.c.cream, 0.65),
            7,
        )
        s.dashes(
            [
                (
                    x + r * 0.36 * math.cos(a),
                    y + r * 0.36 * math.sin(a),
                    x + r * 0.74 * math.cos(a),
                    y + r * 0.74 * math.sin(a),
                )
                for a in (k * math.pi / 4 + 0.3 for k in range(8))
            ],
            dark,
            6,
        )
        s.circle(x, y, r * 0.26, s.c.navy)
        s.circle(x, y, r * 0.1, s.c.gold)


def _folded_papers(s: Sheet) -> None:
    s.rect(1190, 880, 300, 30, s.c.brown)
    s.rect(1220, 910, 26, 90, s.c.brown)
    s.rect(1434, 910, 26, 90, s.c.brown)
    for k in range(7):
        y = 868 - k * 20
        s.poly(
            spots("1216,-12 1466,-12 1470,10 1212,10", 0, y),
            s.c.cream_shade if k % 2 else s.c.cream,
        )
        s.line([(1214, y + 10), (1468, y + 10)], s.c.stone_shade, 3)
    s.poly(spots("1230,680 1440,680 1466,738 1216,738"), s.c.snow)
    s.dashes([(1254, 694, 1416, 694)], s.c.navy, 9)
    s.rect(1246, 706, 80, 24, s.c.turquoise)
    s.dashes([(1340, 708 + k * 9, 1430, 708 + k * 9) for k in range(3)], s.c.stone_shade, 4)
