"""The dombra."""

from .strokes.ornaments import diamond, diamond_band, horn_band, ram_horn
from .strokes.palette import mix
from .strokes.rooms import sunbeam, wall, window
from .strokes.sheet import Point, Sheet, curved, spots


def dombra(s: Sheet) -> None:
    """A dombra leaning on a chest before a patterned hanging."""
    wall(s, 720)
    window(s, 1130, 110, 280, 380)
    sunbeam(s, spots("1080,60 1120,500 620,780 300,780"))
    _hanging(s)
    s.rect(0, 760, 1500, 250, s.c.floor)
    s.dashes(
        [(x, y, x + 220, y + 2) for y in (800, 850, 910, 970) for x in range(0, 1500, 260)],
        mix(s.c.floor, s.c.shadow, 0.35),
        4,
    )
    _chest(s, 190, 620)
    _floor_rug(s)
    with s.moved(745, 900, 0.95, 16):
        _instrument(s)


def _hanging(s: Sheet) -> None:
    s.rect(420, 70, 600, 560, s.c.deep)
    s.rect(440, 90, 560, 520, s.c.navy)
    for y, flip in ((140, True), (560, False)):
        horn_band(s, 450, 990, y, 36, s.c.gold, 9, flip=flip)
    diamond_band(s, 450, 990, 214, 26, (s.c.red, s.c.gold))
    diamond_band(s, 450, 990, 490, 26, (s.c.red, s.c.gold))
    for x in (530, 720, 910):
        diamond(s, x, 352, 84, 100, s.c.turquoise)
        diamond(s, x, 352, 66, 80, s.c.deep)
        ram_horn(s, x, 344, 38, s.c.cream, 9)
    s.dashes([(430 + k * 15, 630, 430 + k * 15, 664) for k in range(40)], s.c.gold, 5)
    s.line([(400, 66), (1040, 66)], s.c.brown, 15)


def _chest(s: Sheet, x: float, y: float) -> None:
    s.rect(x - 120, y, 440, 240, s.c.red_dark)
    s.rect(x - 120, y, 440, 34, s.c.red)
    s.rect(x + 260, y, 60, 240, mix(s.c.red_dark, s.c.shadow, 0.3))
    for k in (-50, 100, 220):
        s.rect(x + k, y, 20, 240, s.c.gold)
        s.dots([(x + k + 10, y + d) for d in range(14, 240, 30)], s.c.ochre, 9)
    for k in (26, 164):
        ram_horn(s, x + k, y + 130, 40, s.c.gold, 9)
    for k, tone in enumerate((s.c.turquoise, s.c.gold, s.c.red, s.c.cream)):
        s.blob(
            [
                (x - 110, y - 4 - k * 44),
                (x + 100, y - 12 - k * 44),
                (x + 310, y - 4 - k * 44),
                (x + 306, y - 44 - k * 44),
                (x + 100, y - 50 - k * 44),
                (x - 106, y - 44 - k * 44),
            ],
            tone,
        )
        s.bend(
            [(x - 100, y - 16 - k * 44), (x + 100, y - 24 - k * 44), (x + 300, y - 16 - k * 44)],
            mix(tone, s.c.shadow, 0.25),
            5,
        )


def _floor_rug(s: Sheet) -> None:
    s.poly(spots("420,850 1380,850 1500,1000 300,1000"), s.c.cream)
    s.poly(spots("450,864 1350,864 1440,984 360,984"), s.c.red)
    for k in range(8):
        diamond(s, 470 + k * 124, 924, 54, 40, s.c.deep)
        diamond(s, 470 + k * 124, 924, 26, 20, s.c.gold)


def _instrument(s: Sheet) -> None:
    wood, shade, lit = s.c.ochre, s.c.earth_dark, s.c.gold
    s.poly(spots("-30,30 190,10 260,60 10,70"), s.c.shadow, 0.3)
    pear: list[Point] = spots(
        "0,40 110,16 170,-80 164,-190 110,-300 46,-380 0,-400 -46,-380 -110,-300 "
        "-164,-190 -170,-80 -110,16"
    )
    s.blob([(x * 1.05 + 7, y * 1.02 + 5) for x, y in pear], s.c.brown)
    s.blob(pear, wood)
    with s.within(curved(pear, closed=True)):
        s.rect(60, -420, 200, 480, shade)
        s.blob(spots("60,-420 30,-260 70,-120 40,50 120,60 140,-200"), shade)
        s.dashes(
            [
                (x, -390 + abs(x), x + s.r.uniform(-3, 3), 30 - abs(x) * 0.4)
                for x in range(-156, 60, 17)
            ],
            mix(wood, lit, 0.6),
            3,
        )
        s.dashes(
            [(x, -330 + abs(x), x, 20 - abs(x) * 0.4) for x in range(70, 160, 17)], s.c.brown, 3
        )
    ram_horn(s, -84, -70, 30, s.c.brown, 7)
    ram_horn(s, 84, -70, 30, s.c.brown, 7)
    s.circle(0, -214, 17, s.c.brown)
    s.poly(spots("-25,-350 -19,-800 19,-800 25,-350"), s.c.brown)
    s.poly(spots("-25,-350 -19,-800 -3,-800 -3,-350"), mix(s.c.brown, s.c.ochre, 0.45))
    for k in range(14):
        y = -388 - k * 29
        s.line([(-22, y), (22, y)], s.c.gold, 4)
    s.poly(spots("-19,-800 -40,-830 -30,-930 0,-950 30,-930 40,-830 19,-800"), wood)
    s.poly(spots("0,-800 0,-950 30,-930 40,-830 19,-800"), shade)
    for side, y in ((-1, -840), (1, -890)):
        s.line([(side * 30, y), (side * 78, y - 6)], s.c.brown, 11)
        s.circle(side * 84, y - 6, 14, s.c.gold)
    for x in (-7, 7):
        s.line([(x, -860), (x * 1.7, -30)], s.c.cream, 3)
    s.rect(-40, -50, 80, 14, s.c.brown)
    s.blob(spots("-70,-820 -110,-740 -96,-650 -70,-730 -50,-660 -44,-780"), s.c.red)
    s.dashes([(-96 + k * 10, -660, -98 + k * 10, -626) for k in range(6)], s.c.gold, 4)
