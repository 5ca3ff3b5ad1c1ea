"""High places: the observatory, the eagle, the glacier and the weather station."""

from .strokes.grasses import grass
from .strokes.hills import contour, furrows, hill
from .strokes.palette import mix
from .strokes.ranges import far_range, far_tones, massif, mountain
from .strokes.sheet import Point, Sheet, spots, straight
from .strokes.skies import clouds, sky, star_trails
from .strokes.trees import far_wood, firs


def observatory(s: Sheet) -> None:
    """A white dome with its slit open on a ridge among peaks."""
    sky(s, 700, sun=(250, 200), radius=70)
    if s.c.light == "night":
        star_trails(s, 1000, 150)
    else:
        clouds(s, [(980, 150), (420, 90)])
    massif(s, 780, 420, count=6, tones=far_tones(s))
    mountain(s, 180, 860, 620, 420)
    mountain(s, 1330, 860, 700, 460)
    wood = contour(s, 790, 26)
    far_wood(s, wood, 70, s.c.pine)
    _dome(s, 750, 760)
    front = contour(s, 850, 26)
    firs(s, front, count=30, tall=(90, 190), fill=s.c.pine_dark)
    hill(s, front, s.c.slope_dark)
    furrows(s, front, 150, mix(s.c.slope_dark, s.c.meadow_dark, 0.5), count=70)
    grass(s, 930, 1020, [s.c.pine, mix(s.c.pine, s.c.meadow, 0.5)], count=260)


def _dome(s: Sheet, x: float, foot: float) -> None:
    lit, shade, r = s.c.cream, mix(s.c.cream_shade, s.c.rock, 0.4), 190
    s.poly(spots("-330,120 -150,-20 160,-20 360,120", x, foot), mix(s.c.pine, s.c.meadow, 0.35))
    s.rect(x - 178, foot - 170, 356, 200, lit)
    s.rect(x + 40, foot - 170, 138, 200, shade)
    s.rect(x - 200, foot - 186, 400, 24, s.c.deep)
    s.path(f"M{x - r} {foot - 186}a{r} {r} 0 0 1 {2 * r} 0Z", lit)
    s.path(
        f"M{x + 10} {foot - 186 - r}A{r} {r} 0 0 1 {x + r} {foot - 186}H{x + 70}"
        f"Q{x + 90} {foot - 320} {x + 10} {foot - 186 - r}Z",
        shade,
    )
    for k in (-0.82, -0.58, 0.55, 0.8):
        s.bend(
            [
                (x + k * 30, foot - 186 - r * 0.99),
                (x + k * r * 0.8, foot - 186 - r * 0.6),
                (x + k * r, foot - 188),
            ],
            mix(shade, s.c.shadow, 0.15),
            3,
        )
    s.path(
        f"M{x - 42} {foot - 186}Q{x - 44} {foot - 330} {x - 10} {foot - 186 - r}"
        f"L{x + 34} {foot - 184 - r}Q{x + 34} {foot - 320} {x + 40} {foot - 186}Z",
        s.c.navy,
    )
    with s.moved(x - 6, foot - 230, 1, 24):
        s.rect(-26, -190, 52, 190, s.c.gold)
        s.rect(6, -190, 20, 190, s.c.ochre)
        s.rect(-34, -206, 68, 24, s.c.deep)
        s.dashes([(-26, -k, 26, -k) for k in (40, 84, 128)], s.c.brown, 4)
    _dome_foot(s, x, foot)


def _dome_foot(s: Sheet, x: float, foot: float) -> None:
    s.rect(x - 40, foot - 110, 76, 140, s.c.lamp)
    s.rect(x - 40, foot - 110, 76, 10, s.c.navy)
    s.rect(x - 6, foot - 110, 6, 140, s.c.navy)
    for k in (-140, -96, 76, 120):
        s.rect(x + k, foot - 120, 26, 46, s.c.lamp)
        s.rect(x + k + 11, foot - 120, 4, 46, s.c.navy)
    s.dashes(
        [
            (x - 170 + k * 22, foot - 150 + s.r.uniform(0, 20), x - 160 + k * 22, foot - 150)
            for k in range(16)
        ],
        mix(s.c.cream_shade, s.c.shadow, 0.2),
        2,
    )


def eagle(s: Sheet) -> None:
    """A golden eagle with wings spread before the sun."""
    sky(s, 780, sun=None)
    s.circle(750, 430, 330, mix(s.c.sky[-1], s.c.sun, 0.35), 0.5)
    s.circle(750, 430, 272, s.c.sun)
    clouds(s, spots("140,170 1200,120 1120,560 180,600"))
    far_range(s, 850, 120)
    massif(s, 930, 300, count=6)
    front = contour(s, 930, 20)
    firs(s, front, count=46, tall=(50, 120), fill=s.c.pine_dark)
    hill(s, front, s.c.slope_dark)
    furrows(s, front, 70, mix(s.c.slope, s.c.meadow_dark, 0.5), count=40)
    for side in (False, True):
        with s.moved(750, 430, 1, mirror=side):
            _wing(s)
    _eagle_body(s)


def _wing(s: Sheet) -> None:
    dark, mid, tip = s.c.navy, mix(s.c.navy, s.c.brown, 0.6), s.c.ochre
    shoulder: list[Point] = spots("20,-60 160,-150 330,-172 500,-110 600,-20")
    ends = spots(
        "640,60 618,120 580,170 530,208 470,228 405,234 340,226 276,208 214,186 156,170 100,150"
    )
    for k, (a, b) in enumerate(ends):
        share = k / (len(ends) - 1)
        root = (520 - 470 * share, -80 + 60 * share)
        half = 24
        s.blob(
            [
                root,
                ((root[0] + a) / 2 + half, (root[1] + b) / 2 - 6),
                (a + half * 0.5, b - 12),
                (a, b),
                (a - half, b - 18),
                ((root[0] + a) / 2 - half, (root[1] + b) / 2),
            ],
            dark if k % 2 else mix(dark, mid, 0.5),
        )
        s.line([((root[0] + a) / 2, (root[1] + b) / 2), (a - 4, b - 14)], tip, 3)
    s.blob([*shoulder, (560, 20), (430, 80), (290, 96), (140, 90), (20, 80)], dark)
    for row, (drop, tone) in enumerate(
        ((62, mid), (30, mix(mid, tip, 0.4)), (0, mix(mid, tip, 0.75)))
    ):
        for k in range(15 - row):
            x = 44 + k * 35 + row * 10
            y = -92 + drop + 88 * ((x - 300) / 300) ** 2
            s.blob(
                [(x - 15, y - 22), (x + 15, y - 22), (x + 15, y + 6), (x, y + 20), (x - 15, y + 6)],
                tone,
            )
            s.line([(x, y - 14), (x, y + 10)], dark, 3)
    s.bend(spots("20,-62 160,-150 330,-170 500,-108 604,-16"), tip, 7)


def _eagle_body(s: Sheet) -> None:
    with s.moved(750, 430):
        for k in range(-3, 4):
            s.poly(
                [(k * 9, 120), (k * 30 - 17, 282), (k * 30, 296), (k * 30 + 17, 282)],
                s.c.navy if k % 2 else mix(s.c.navy, s.c.brown, 0.5),
            )
        s.dashes([(k * 26 - 9, 252, k * 26 + 9, 252) for k in range(-3, 4)], s.c.ochre, 5)
        s.blob(
            spots("0,-96 48,-60 66,30 40,120 0,150 -40,120 -66,30 -48,-60"),
            mix(s.c.navy, s.c.brown, 0.45),
        )
        s.dashes(
            [(x, y, x, y + 14) for y in range(-30, 120, 24) for x in range(-36, 40, 18)],
            s.c.ochre,
            4,
        )
        s.blob(spots("0,-178 34,-158 40,-112 20,-70 0,-62 -20,-70 -40,-112 -34,-158"), s.c.ochre)
        s.dashes(
            [(x, -100 + abs(x), x, -84 + abs(x) * 0.6) for x in range(-24, 28, 8)], s.c.gold, 4
        )
        s.poly(spots("-12,-126 30,-128 38,-112 26,-98 18,-110 -6,-106"), s.c.gold)
        s.poly([(38, -112), (32, -94), (22, -104)], s.c.navy)
        s.circle(4, -132, 7, s.c.navy)
        for k in (-1, 1):
            s.path(straight([(k * 20, 132), (k * 28, 172)]), "none")
            s.line([(k * 20, 128), (k * 28, 168)], s.c.gold, 12)
            s.dashes([(k * 28, 168, k * 28 + d, 186) for d in (-14, 0, 14)], s.c.gold, 6)
