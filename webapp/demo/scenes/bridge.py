"""The footbridge over river ice."""

from .strokes.buildings import tower
from .strokes.palette import mix
from .strokes.sheet import Sheet, spots
from .strokes.skies import clouds, sky
from .strokes.trees import round_tree
from .strokes.waters import ripples


def bridge_ice(s: Sheet) -> None:
    """A city footbridge over river ice, with anglers at their holes."""
    sky(s, 470, sun=(1110, 170), radius=76)
    clouds(s, [(200, 110), (660, 70)])
    for x, wide, tall, tone in (
        (60, 110, 230, s.c.deep),
        (200, 90, 170, s.c.turquoise),
        (1180, 100, 250, s.c.deep),
        (1310, 120, 180, s.c.navy),
    ):
        tower(s, x, 490, wide, tall, mix(tone, s.c.far, 0.25))
    for k in range(30):
        round_tree(s, k * 54 + s.r.uniform(-16, 16), 506, s.r.uniform(34, 58))
    s.rect(0, 500, 1500, 500, mix(s.c.snow, s.c.water, 0.28))
    s.rect(0, 498, 1500, 14, s.c.stone_shade)
    _ice(s)
    _footbridge(s)
    for x, y, size in (
        (390, 800, 0.8),
        (980, 760, 0.66),
        (1220, 880, 1.0),
        (730, 870, 1.1),
        (170, 720, 0.5),
    ):
        with s.moved(x, y, size):
            _angler(s)


def _ice(s: Sheet) -> None:
    pale, blue = s.c.snow, mix(s.c.snow, s.c.water, 0.6)
    ripples(s, 520, 1000, blue, count=110)
    ripples(s, 520, 1000, pale, count=110)
    for _ in range(11):
        x, y = s.r.uniform(0, 1500), s.r.uniform(560, 990)
        crack = [(x, y)]
        for _ in range(5):
            x, y = x + s.r.uniform(30, 90), y + s.r.uniform(-26, 26)
            crack.append((x, y))
        s.line(crack, mix(s.c.water, s.c.water_deep, 0.4), 3)
    for _ in range(14):
        x, y = s.r.uniform(0, 1500), s.r.uniform(570, 980)
        s.ellipse(x, y, s.r.uniform(60, 170), s.r.uniform(7, 16), pale, 0.85)


def _footbridge(s: Sheet) -> None:
    steel, shade = s.c.snow, mix(s.c.snow, s.c.rock_shade, 0.4)
    for x in (250, 1250):
        s.poly(spots("-34,640 -22,490 22,490 34,640", x, 0), s.c.stone)
        s.poly(spots("4,640 2,490 22,490 34,640", x, 0), s.c.stone_shade)
        s.ellipse(x, 642, 60, 11, s.c.water_deep, 0.5)
    deck = spots("-20,520 250,484 750,452 1250,484 1520,520")
    arch = spots("250,484 450,290 750,215 1050,290 1250,484")
    s.bend(arch, s.c.deep, 26)
    s.bend([(x - 3, y - 7) for x, y in arch], s.c.turquoise, 9)
    for k in range(1, 22):
        share = k / 11 - 1
        hanger, bow = 750 + 500 * share, share * share
        s.line([(hanger, 215 + 262 * bow), (hanger, 456 + 30 * bow)], steel, 4)
    s.bend(deck, s.c.navy, 26)
    s.bend([(x, y - 10) for x, y in deck], shade, 8)
    s.bend([(x, y - 44) for x, y in deck], steel, 5)
    s.dashes(
        [
            (x, 408 + 68 * ((x - 750) / 750) ** 2, x, 446 + 68 * ((x - 750) / 750) ** 2)
            for x in range(6, 1500, 17)
        ],
        steel,
        2.6,
    )
    for x, tone in ((520, s.c.red), (560, s.c.gold), (900, s.c.deep)):
        y = 450 + 68 * ((x - 750) / 750) ** 2
        s.line([(x, y - 8), (x, y - 38)], tone, 15)
        s.circle(x, y - 58, 9, s.c.brown)


def _angler(s: Sheet) -> None:
    s.ellipse(10, 8, 110, 14, s.c.shadow, 0.22)
    s.ellipse(-96, 6, 34, 10, s.c.water_deep)
    s.ellipse(-96, 4, 26, 7, s.c.navy)
    s.rect(0, -46, 74, 50, s.c.ochre)
    s.rect(0, -46, 74, 10, s.c.gold)
    s.blob(spots("0,-136 54,-150 84,-100 78,-40 0,-36 -14,-70"), s.c.red)
    s.blob(spots("54,-150 84,-100 78,-40 44,-38 60,-90"), s.c.red_dark)
    s.bend([(14, -40), (-34, -46), (-40, 2)], s.c.navy, 25)
    s.bend([(30, -120), (-6, -88), (-44, -92)], s.c.red_dark, 18)
    s.circle(22, -168, 24, s.c.brown)
    s.blob(spots("-10,-172 0,-206 44,-208 56,-166 50,-150 40,-176"), s.c.navy)
    s.line([(-40, -92), (-100, -118)], s.c.ochre, 5)
    s.line([(-100, -118), (-98, 2)], s.c.navy, 1.6)
