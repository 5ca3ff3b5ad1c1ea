"""The tea table."""

from .strokes.ornaments import horn_band, ram_horn
from .strokes.palette import mix
from .strokes.rooms import sunbeam, wall, window
from .strokes.sheet import Sheet, spots


def tea_table(s: Sheet) -> None:
    """A teapot, half-filled bowls and a heap of baursak before a patterned wall."""
    wall(s, 660)
    window(s, 90, 90, 330, 350)
    sunbeam(s, spots("520,0 760,0 1180,660 860,660"))
    s.rect(0, 640, 1500, 14, s.c.gold)
    _tablecloth(s, 652)
    _teapot(s, 690, 560)
    for x, y, size in ((1060, 640, 1.0), (1290, 690, 0.8), (330, 740, 0.72)):
        _bowl(s, x, y, size)
    _heap(s, 760, 880)
    _sugar(s, 1120, 850)


def _tablecloth(s: Sheet, top: float) -> None:
    s.rect(0, top, 1500, 360, s.c.cream)
    s.rect(0, top, 1500, 16, s.c.cream_shade)
    s.dashes(
        [
            (x, y, x + s.r.uniform(20, 80), y)
            for x, y in ((s.r.uniform(0, 1500), s.r.uniform(top + 20, 990)) for _ in range(120))
        ],
        mix(s.c.cream, s.c.cream_shade, 0.6),
        3,
    )
    s.rect(0, 872, 1500, 10, s.c.gold)
    horn_band(s, 0, 1500, 918, 46, s.c.deep, 13)
    s.rect(0, 962, 1500, 10, s.c.gold)
    s.rect(0, 976, 1500, 30, s.c.deep)


def _teapot(s: Sheet, x: float, y: float) -> None:
    body, shade, lit = s.c.turquoise, s.c.deep, mix(s.c.turquoise, s.c.cream, 0.55)
    s.ellipse(x + 20, y + 196, 250, 24, s.c.shadow, 0.2)
    s.bend(spots("-176,-40 -290,-60 -300,60 -180,106", x, y), shade, 34)
    s.bend([(x - 180, y - 46), (x - 282, y - 62), (x - 292, y + 40)], body, 14)
    s.path(
        f"M{x + 160} {y + 80}C{x + 250} {y + 60} {x + 250} {y - 60} {x + 350} {y - 96}"
        f"L{x + 384} {y - 60}C{x + 300} {y - 10} {x + 300} {y + 110} {x + 150} {y + 150}Z",
        body,
    )
    s.bend([(x + 176, y + 136), (x + 280, y + 60), (x + 370, y - 58)], shade, 12)
    s.blob(
        spots(
            "0,-150 120,-126 206,-20 196,90 110,180 0,190 -110,180 -196,90 -206,-20 -120,-126", x, y
        ),
        body,
    )
    s.blob(spots("120,-126 206,-20 196,90 110,180 0,190 90,120 130,10", x, y), shade)
    s.bend([(x - 166, y - 20), (x - 150, y - 74), (x - 96, y - 112)], lit, 13)
    s.bend([(x - 176, y + 40), (x - 176, y + 10)], lit, 11)
    s.bend(spots("-202,44 -100,78 0,84 100,78 202,44", x, y), s.c.gold, 9)
    s.bend(spots("-186,110 -90,138 0,144 90,138 186,110", x, y), s.c.gold, 9)
    for k, d in ((-130, -10), (-66, 2), (0, 5), (66, 2), (130, -10)):
        ram_horn(s, x + k, y + 108 + d, 24, s.c.cream, 6)
    s.rect(x - 74, y + 178, 148, 22, shade)
    s.blob(spots("-96,-136 -60,-190 0,-204 60,-190 96,-136 0,-120", x, y), shade)
    s.bend([(x - 70, y - 160), (x - 30, y - 188)], lit, 8)
    s.circle(x, y - 220, 26, s.c.gold)
    s.circle(x + 7, y - 215, 16, s.c.ochre)


def _bowl(s: Sheet, x: float, y: float, size: float) -> None:
    with s.moved(x, y, size):
        s.ellipse(10, 112, 130, 14, s.c.shadow, 0.2)
        s.path("M-150 -10C-150 60 -90 104 0 106C90 104 150 60 150 -10Z", s.c.cream)
        s.path("M60 -10C70 60 40 100 0 106C90 104 150 60 150 -10Z", s.c.cream_shade)
        s.ellipse(0, -10, 150, 34, mix(s.c.cream, s.c.cream_shade, 0.5))
        s.ellipse(0, -2, 128, 24, s.c.ochre)
        s.ellipse(-24, -6, 70, 10, s.c.gold)
        s.bend(spots("-142,20 -60,48 0,52 60,48 142,20"), s.c.deep, 9)
        for k in (-80, 0, 80):
            ram_horn(s, k, 72 - abs(k) * 0.12, 19, s.c.deep, 5)
        s.rect(-56, 98, 112, 16, s.c.gold)
        for k in (-50, 0, 50):
            s.bend(spots("0,-44 -20,-80 14,-116 -8,-156", k, 0), s.c.cream, 7, 0.75)


def baursak(s: Sheet, x: float, y: float, size: float) -> None:
    """One puff of fried dough, golden with a dark seam."""
    turn = s.r.uniform(-30, 30)
    with s.moved(x, y, size, turn):
        s.blob(spots("-62,4 -46,-38 0,-50 48,-36 62,6 40,40 -4,48 -46,38"), s.c.ochre)
        s.blob(spots("-58,-2 -42,-38 0,-48 42,-34 46,2 10,24 -38,26"), s.c.gold)
        s.bend([(-34, -18), (-14, -34), (16, -32)], mix(s.c.gold, s.c.cream, 0.65), 9)
        s.bend([(-40, 16), (0, 26), (40, 8)], mix(s.c.ochre, s.c.brown, 0.4), 4)
        s.dots([(s.r.uniform(-34, 36), s.r.uniform(-26, 20)) for _ in range(7)], s.c.ochre, 5)


def _heap(s: Sheet, x: float, y: float) -> None:
    s.ellipse(x, y + 16, 270, 40, s.c.shadow, 0.2)
    s.ellipse(x, y, 256, 46, s.c.deep)
    s.ellipse(x, y - 8, 244, 40, s.c.turquoise)
    s.ellipse(x, y - 10, 206, 30, s.c.cream)
    for row, count in enumerate((5, 4, 3, 1)):
        for k in range(count):
            baursak(
                s, x + (k - (count - 1) / 2) * 88 + s.r.uniform(-10, 10), y - 32 - row * 54, 0.94
            )


def _sugar(s: Sheet, x: float, y: float) -> None:
    for dx, dy in ((0, 0), (62, 10), (30, -38), (-56, 14)):
        a, b = x + dx, y + dy
        s.poly(spots("-28,-16 0,-30 28,-16 28,18 0,32 -28,18", a, b), s.c.snow)
        s.poly(spots("0,-2 28,-16 28,18 0,32", a, b), s.c.cream_shade)
        s.poly(spots("-28,-16 0,-30 28,-16 0,-2", a, b), s.c.cream)
