"""The caravan road."""

from .strokes.beasts import camel
from .strokes.grasses import grass
from .strokes.hills import contour, furrows, hill
from .strokes.ornaments import diamond_band
from .strokes.ranges import massif
from .strokes.sheet import Sheet, spots
from .strokes.skies import birds, clouds, mist, sky


def caravan_road(s: Sheet) -> None:
    """A string of camels past a domed caravanserai."""
    sky(s, 600, sun=(420, 260), radius=118)
    clouds(s, [(900, 120), (1180, 230), (120, 110)])
    birds(s, 640, 230, count=5)
    massif(s, 640, 230, count=6)
    line = contour(s, 615, 10)
    hill(s, line, s.c.sand_dark)
    furrows(s, line, 70, s.c.earth, count=70)
    mist(s, 620)
    _caravanserai(s, 1150, 640)
    for y, tone, mark in ((640, s.c.sand, s.c.sand_dark), (730, s.c.straw, s.c.straw_dark)):
        line = contour(s, y, 12)
        hill(s, line, tone)
        furrows(s, line, 160, mark, count=110)
    s.blob(spots("-60,820 400,772 900,800 1560,760 1560,840 900,872 300,850 -60,900"), s.c.sand)
    for x, y, size, laden in (
        (180, 826, 0.78, True),
        (500, 828, 0.9, True),
        (860, 834, 1.04, True),
    ):
        s.poly(
            [(x - 100 * size, y), (x + 120 * size, y), (x + 300 * size, y + 36), (x, y + 36)],
            s.c.shadow,
            0.25,
        )
        with s.moved(x, y, size):
            camel(s, laden=laden)
    s.bend([(390, 560), (440, 640), (470, 600)], s.c.brown, 3)
    s.bend([(730, 548), (770, 620), (812, 590)], s.c.brown, 3)
    _walker(s, 1180, 840)
    s.bend([(1140, 512), (1170, 600), (1166, 720)], s.c.brown, 3)
    front = contour(s, 900, 12)
    hill(s, front, s.c.earth)
    furrows(s, front, 90, s.c.earth_dark, count=60)
    grass(
        s, 900, 1040, [s.c.brown, s.c.straw_dark, s.c.straw, s.c.forest], count=330, size=(26, 88)
    )


def _walker(s: Sheet, x: float, y: float) -> None:
    s.line([(x - 12, y - 60), (x - 26, y)], s.c.navy, 15)
    s.line([(x + 12, y - 60), (x + 28, y)], s.c.navy, 15)
    s.poly(spots("-26,-176 26,-176 44,-40 -40,-40", x, y), s.c.deep)
    s.poly(spots("4,-176 26,-176 44,-40 10,-40", x, y), s.c.navy)
    s.line([(x - 36, y - 96), (x + 38, y - 96)], s.c.gold, 9)
    s.bend([(x - 22, y - 160), (x - 34, y - 120), (x - 14, y - 118)], s.c.deep, 16)
    s.circle(x + 2, y - 200, 22, s.c.brown)
    s.poly(spots("-26,-202 -8,-244 12,-244 30,-202", x, y), s.c.cream)
    s.line([(x + 50, y), (x + 46, y - 180)], s.c.brown, 6)


def _caravanserai(s: Sheet, x: float, foot: float) -> None:
    s.rect(x - 210, foot - 100, 420, 120, s.c.stone)
    s.rect(x + 120, foot - 100, 90, 120, s.c.stone_shade)
    for k in (-150, -80, 80, 150):
        s.path(f"M{x + k - 34} {foot - 98}a34 40 0 0 1 68 0Z", s.c.turquoise)
        s.path(f"M{x + k + 4} {foot - 137}q30 6 30 39h-22Z", s.c.deep)
    s.rect(x - 56, foot - 160, 112, 180, s.c.stone)
    s.path(f"M{x - 36} {foot + 20}V{foot - 80}q2 -46 36 -60q34 14 36 60V{foot + 20}Z", s.c.navy)
    s.rect(x - 62, foot - 166, 124, 12, s.c.deep)
    for k in (-210, 190):
        s.rect(x + k, foot - 150, 26, 170, s.c.stone_shade)
        s.path(f"M{x + k - 4} {foot - 150}q17 -40 34 0Z", s.c.turquoise)
    for k in range(9):
        s.rect(x - 190 + k * 44, foot - 62, 12, 22, s.c.glow(s.c.brown))
    diamond_band(s, x - 200, x - 60, foot - 86, 7, (s.c.deep, s.c.gold))
    diamond_band(s, x + 60, x + 186, foot - 86, 7, (s.c.deep, s.c.gold))
