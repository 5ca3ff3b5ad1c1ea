"""Mountain lakes: the drowned forest and the mirror."""

from .strokes.grasses import grass
from .strokes.hills import contour, hill
from .strokes.palette import mix
from .strokes.ranges import far_tones, massif, mountain, near_tones
from .strokes.sheet import Sheet, spots
from .strokes.skies import clouds, mist, sky
from .strokes.trees import far_wood, firs
from .strokes.waters import ripples, shimmer, water


def drowned_forest(s: Sheet) -> None:
    """Bare spruce trunks standing in a turquoise lake."""
    sky(s, 560, sun=(1180, 170), radius=64)
    clouds(s, [(170, 100), (820, 70)], 0.9)
    massif(s, 590, 340, count=5)
    shore = contour(s, 585, 14)
    firs(s, shore, count=60, tall=(90, 210), fill=s.c.pine)
    firs(s, shore, count=40, tall=(70, 130), fill=s.c.pine_dark)
    water(s, 600, deep=0.1)
    s.rect(0, 600, 1500, 34, s.c.pine_dark, 0.75)
    for _ in range(46):
        x = s.r.uniform(0, 1500)
        shimmer(s, x, 604, s.r.uniform(660, 730), 26, s.c.pine, step=10)
    mist(s, 620, depth=26)
    trunks = [
        (x, s.r.uniform(650, 760), s.r.uniform(230, 330))
        for x in (90, 250, 330, 480, 590, 820, 900, 1040, 1190, 1300, 1430)
    ]
    trunks += [(700, 860, 700), (395, 930, 640), (1120, 915, 660), (955, 800, 520)]
    for x, y, tall in sorted(trunks, key=lambda t: t[1]):
        _trunk(s, x, y, tall)
    ripples(s, 780, 1000, s.c.glint, count=36)


def _trunk(s: Sheet, x: float, foot: float, tall: float) -> None:
    half = tall * 0.017
    bark, shade = s.c.cream, mix(s.c.navy, s.c.stone_shade, 0.35)
    shimmer(s, x, foot, foot + tall * 0.32, half * 2.6, bark, step=10)
    shimmer(s, x + half, foot, foot + tall * 0.36, half * 2.2, shade, step=14)
    s.poly(
        [
            (x - half, foot),
            (x - half * 0.25, foot - tall),
            (x + half * 0.3, foot - tall),
            (x + half, foot),
        ],
        shade,
    )
    s.poly(
        [
            (x - half, foot),
            (x - half * 0.25, foot - tall),
            (x, foot - tall * 0.97),
            (x - half * 0.05, foot),
        ],
        bark,
    )
    marks = []
    for _ in range(int(tall / 16)):
        share = s.r.uniform(0.18, 0.97)
        reach = tall * 0.075 * (1.1 - share) * s.r.uniform(0.5, 1.6) * s.r.choice((-1, 1))
        y = foot - tall * share
        marks.append((x, y, x + reach, y + abs(reach) * s.r.uniform(-0.1, 0.45)))
    s.dashes(marks, shade, max(2, tall * 0.006))
    s.dashes(
        [
            (x - half * 0.7, y, x + half * 0.3, y + 3)
            for y in (foot - tall * k / 14 for k in range(1, 13))
        ],
        s.c.stone_shade,
        2,
    )
    s.ellipse(x, foot + 2, half * 2.2, 4, s.c.glint, 0.7)


def mountain_lake(s: Sheet) -> None:
    """A lake that mirrors its mountains, with a boat drawn up on the stones."""
    sky(s, 520, sun=(300, 150), radius=62)
    clouds(s, [(980, 110), (620, 60)], 0.9)
    state = s.r.getstate()
    _lake_peaks(s)
    water(s, 540, deep=0.12, marks=60)
    s.r.setstate(state)
    with s.within("M0 540H1500V900H0Z"), s.moved(0, 1080, 1, 180, mirror=True):
        _lake_peaks(s)
    s.rect(0, 540, 1500, 460, mix(s.c.water, s.c.water_deep, 0.3), 0.45)
    ripples(s, 560, 900, mix(s.c.water, s.c.water_deep, 0.5), count=120)
    ripples(s, 545, 900, s.c.glint, count=80)
    s.rect(0, 538, 1500, 5, s.c.glint, 0.7)
    mist(s, 545, depth=30)
    _stony_shore(s)
    _rowing_boat(s, 780, 850)


def _lake_peaks(s: Sheet) -> None:
    far = far_tones(s, 0.4)
    for x, width, height in ((60, 560, 260), (540, 700, 330), (1400, 600, 300)):
        mountain(s, x, 545, width, height, far)
    mountain(s, 830, 545, 860, 440, near_tones(s))
    mountain(s, 1220, 545, 560, 270, near_tones(s))
    shore = contour(s, 520, 12)
    far_wood(s, shore, 62, s.c.pine)
    hill(s, contour(s, 533, 4), s.c.slope_dark, 545)
    firs(s, contour(s, 540, 2), count=24, tall=(70, 150), span=(0, 400))
    firs(s, contour(s, 540, 2), count=18, tall=(60, 140), span=(1150, 1500))


def _stony_shore(s: Sheet) -> None:
    edge = contour(s, 900, 26)
    hill(s, edge, s.c.earth_dark)
    stones = sorted((s.r.uniform(0, 100), s.r.uniform(-10, 1510)) for _ in range(150))
    for down, x in stones:
        r, y = 8 + down * 0.28 * s.r.uniform(0.6, 1.4), edge(x) + down
        tone = mix(s.c.stone, s.c.stone_shade, s.r.random())
        s.ellipse(x, y, r * 1.35, r * 0.8, mix(tone, s.c.shadow, 0.35))
        s.ellipse(x - r * 0.1, y - r * 0.18, r * 1.2, r * 0.6, tone)
    grass(s, 950, 1020, [s.c.forest, s.c.meadow_dark], count=70, span=(-10, 340), size=(40, 90))
    grass(s, 960, 1020, [s.c.forest, s.c.meadow_dark], count=60, span=(1200, 1510), size=(40, 90))


def _rowing_boat(s: Sheet, x: float, y: float) -> None:
    s.ellipse(x, y + 66, 250, 18, s.c.shadow, 0.35)
    s.blob(spots("-260,-34 -120,-14 120,-14 260,-44 200,50 60,74 -120,72 -210,42", x, y), s.c.red)
    s.blob(spots("-250,-34 -110,-16 120,-16 252,-44 120,6 -90,8", x, y), s.c.brown)
    s.bend(spots("-234,2 -100,30 100,30 236,-4", x, y), s.c.cream, 7)
    s.bend(spots("-214,32 -90,54 90,54 210,28", x, y), s.c.red_dark, 5)
    for k in (-110, 10, 120):
        s.line([(x + k, y - 10), (x + k + 46, y - 2)], s.c.ochre, 13)
    s.line([(x - 60, y - 30), (x + 330, y + 62)], s.c.gold, 9)
    s.blob(spots("310,50 370,58 398,84 340,76", x, y), s.c.gold)
