"""The tiled mausoleum."""

from .strokes.grasses import grass
from .strokes.hills import contour, furrows, hill
from .strokes.ornaments import diamond, diamond_band, ram_horn, tooth_band
from .strokes.palette import mix
from .strokes.ranges import far_range
from .strokes.sheet import Sheet, spots
from .strokes.skies import birds, clouds, sky
from .strokes.trees import poplar, shrubs


def tiled_mausoleum(s: Sheet) -> None:
    """A ribbed turquoise dome over a brick portal faced with tiles."""
    sky(s, 700, sun=(260, 230), radius=88)
    clouds(s, [(1040, 140), (160, 420), (1180, 300)])
    birds(s, 980, 230, count=5, size=12)
    far_range(s, 760, 60, step=140)
    for x in (90, 160, 240, 1270, 1345, 1420):
        poplar(s, x, 850, s.r.uniform(250, 330))
    _ribbed_dome(s, 750, 410)
    for x in (390, 910):
        _arcade(s, x, 850)
    _portal(s, 750, 850)
    ground = contour(s, 846, 5)
    hill(s, ground, s.c.earth)
    furrows(s, ground, 130, s.c.earth_dark, count=110)
    s.poly(spots("640,850 860,850 1000,1000 500,1000"), s.c.sand)
    s.dashes(
        [(640 - k * 26, 862 + k * 27, 860 + k * 26, 862 + k * 27) for k in range(6)],
        s.c.sand_dark,
        4,
    )
    shrubs(s, spots("330,860 420,870 1080,870 1190,862"), 40)
    grass(s, 900, 1030, [s.c.brown, s.c.straw_dark, s.c.forest], count=200, span=(-10, 470))
    grass(s, 900, 1030, [s.c.brown, s.c.straw_dark, s.c.forest], count=200, span=(1030, 1510))


def _ribbed_dome(s: Sheet, x: float, foot: float) -> None:
    s.rect(x - 176, foot - 20, 352, 110, s.c.turquoise)
    s.rect(x + 40, foot - 20, 136, 110, s.c.deep)
    diamond_band(s, x - 176, x + 176, foot + 36, 22, (s.c.cream, s.c.deep))
    for y in (foot - 24, foot + 72):
        s.rect(x - 182, y, 364, 14, s.c.gold)
    outline = (
        f"M{x - 180} {foot - 24}C{x - 220} {foot - 150} {x - 110} {foot - 250} {x} {foot - 300}"
        f"C{x + 110} {foot - 250} {x + 220} {foot - 150} {x + 180} {foot - 24}Z"
    )
    s.path(outline, s.c.turquoise)
    with s.within(outline):
        s.path(
            f"M{x + 20} {foot - 300}C{x + 90} {foot - 200} {x + 90} {foot - 100} {x + 60}"
            f" {foot - 20}H{x + 240}V{foot - 300}Z",
            s.c.deep,
        )
        for k in range(-6, 7):
            tone = (
                mix(s.c.turquoise, s.c.cream, 0.5) if k < 2 else mix(s.c.deep, s.c.turquoise, 0.6)
            )
            s.bend(
                [
                    (x, foot - 300),
                    (x + k * 24, foot - 200),
                    (x + k * 33, foot - 100),
                    (x + k * 29, foot - 20),
                ],
                tone,
                5,
            )
        for row in range(5):
            for k in range(-6, 6):
                diamond(
                    s,
                    x + (k + 0.5) * (31 - abs(row - 1) * 2.4),
                    foot - 60 - row * 38,
                    6,
                    10,
                    s.c.gold if (k + row) % 2 else s.c.cream,
                )
    s.line([(x, foot - 296), (x, foot - 350)], s.c.gold, 8)
    s.circle(x, foot - 318, 12, s.c.gold)


def _arch(x: float, foot: float, half: float, height: float) -> str:
    spring = foot - height * 0.55
    return (
        f"M{x - half:.1f} {foot:.1f}V{spring:.1f}C{x - half:.1f} {foot - height * 0.85:.1f}"
        f" {x - half * 0.4:.1f} {foot - height * 0.93:.1f} {x:.1f} {foot - height:.1f}"
        f"C{x + half * 0.4:.1f} {foot - height * 0.93:.1f} {x + half:.1f}"
        f" {foot - height * 0.85:.1f} {x + half:.1f} {spring:.1f}V{foot:.1f}Z"
    )


def _bricks(s: Sheet, x: float, y: float, width: float, height: float, count: int) -> None:
    for colour in (s.c.stone_shade, s.c.cream, s.c.ochre):
        s.dashes(
            [
                (a, b, a + s.r.uniform(9, 20), b)
                for a, b in (
                    (x + s.r.uniform(6, width - 24), y + 9 * round(s.r.uniform(1, height / 9 - 1)))
                    for _ in range(count)
                )
            ],
            colour,
            4,
        )


def _portal(s: Sheet, x: float, foot: float) -> None:
    s.rect(x - 200, foot - 450, 400, 450, s.c.stone)
    _bricks(s, x - 200, foot - 450, 400, 450, 90)
    s.rect(x + 170, foot - 450, 30, 450, s.c.stone_shade)
    s.rect(x - 170, foot - 430, 340, 430, s.c.deep)
    s.rect(x - 148, foot - 408, 296, 408, s.c.stone)
    for y in range(10):
        for side in (-159, 159):
            diamond(s, x + side, foot - 410 + y * 42, 9, 17, s.c.gold if y % 2 else s.c.turquoise)
    for k in range(8):
        diamond(s, x - 140 + k * 40, foot - 419, 15, 8, s.c.cream)
    s.rect(x - 130, foot - 392, 260, 60, s.c.turquoise)
    for k in (-90, -30, 30, 90):
        ram_horn(s, x + k, foot - 364, 24, s.c.cream, 6)
    s.path(_arch(x, foot, 122, 318), s.c.gold)
    s.path(_arch(x, foot, 112, 306), s.c.deep)
    s.path(_arch(x, foot, 84, 260), s.c.navy)
    for k in range(5):
        s.path(
            _arch(x, foot - 196 + k * 4, 74 - k * 14, 52 - k * 9),
            mix(s.c.deep, s.c.turquoise, 0.2 * k),
        )
    s.rect(x - 46, foot - 150, 92, 150, s.c.glow(s.c.brown))
    s.dashes(
        [
            (x, foot - 146, x, foot),
            (x - 22, foot - 140, x - 22, foot - 8),
            (x + 22, foot - 140, x + 22, foot - 8),
        ],
        s.c.ochre,
        4,
    )
    tooth_band(s, x - 200, x + 200, foot - 450, 30, s.c.stone)


def _arcade(s: Sheet, x: float, foot: float) -> None:
    s.rect(x, foot - 310, 200, 310, s.c.stone)
    _bricks(s, x, foot - 310, 200, 310, 50)
    s.rect(x - 8, foot - 326, 216, 22, s.c.deep)
    diamond_band(s, x, x + 200, foot - 280, 13, (s.c.turquoise, s.c.gold))
    for k in (56, 144):
        s.path(_arch(x + k, foot, 38, 196), s.c.turquoise)
        s.path(_arch(x + k, foot, 29, 180), s.c.navy)
        if s.c.lamps_lit:
            s.path(_arch(x + k, foot, 16, 110), s.c.lamp)
