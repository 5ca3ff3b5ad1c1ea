"""The wild apple slope."""

from .strokes.grasses import grass
from .strokes.hills import contour, furrows, hill
from .strokes.palette import mix
from .strokes.ranges import massif
from .strokes.sheet import Point, Sheet, spots
from .strokes.skies import clouds, mist, sky
from .strokes.trees import far_wood, firs, round_tree


def wild_apples(s: Sheet) -> None:
    """A bough of wild apples over the orchard slopes of the Ile-Alatau."""
    sky(s, 640, sun=(1010, 230), radius=92)
    clouds(s, [(150, 110), (520, 70)], 0.9)
    massif(s, 700, 450, count=5)
    _slopes(s)
    _bough(s)
    for x, y, size in ((620, 560, 118), (905, 690, 138), (770, 430, 78), (1180, 610, 124)):
        apple(s, x, y, size)
    for x, y, size, turn in _LEAVES_FRONT:
        leaf(s, x, y, size, turn)


def _slopes(s: Sheet) -> None:
    wood = contour(s, 660, 22)
    far_wood(s, wood, 60, mix(s.c.pine, s.c.rock_shade, 0.35))
    near = contour(s, 712, 20)
    firs(s, near, count=34, tall=(80, 150))
    hill(s, near, s.c.slope)
    furrows(s, near, 90, mix(s.c.slope, s.c.meadow_dark, 0.5))
    orchard = contour(s, 795, 22)
    hill(s, orchard, s.c.meadow)
    furrows(s, orchard, 160, s.c.meadow_dark, count=120)
    mist(s, 780)
    places = sorted((s.r.uniform(0, 110), s.r.uniform(20, 1480)) for _ in range(17))
    for down, x in places:
        round_tree(s, x, orchard(x) + down + 14, 48 + down * 0.45, fruit=True)
    front = contour(s, 935, 16)
    hill(s, front, s.c.meadow_dark)
    grass(s, 935, 1020, [s.c.forest, s.c.meadow, s.c.pine], count=380, size=(22, 66))


_LEAVES_BACK = (
    (420, 500, 120, 200),
    (560, 395, 110, 160),
    (1010, 330, 130, 60),
    (1120, 240, 120, -20),
    (1260, 330, 130, 70),
    (1330, 170, 120, 100),
    (1440, 360, 130, 40),
    (1060, 440, 110, 110),
)


_LEAVES_FRONT = (
    (700, 405, 118, 35),
    (690, 480, 104, 250),
    (880, 500, 118, 240),
    (985, 545, 120, -25),
    (850, 390, 112, 285),
    (1090, 500, 118, 215),
    (1230, 480, 110, 300),
    (1400, 480, 118, 60),
    (950, 360, 108, 255),
    (1290, 90, 112, 240),
    (1430, 120, 112, 30),
)


def _bough(s: Sheet) -> None:
    for x, y, size, turn in _LEAVES_BACK:
        leaf(s, x, y, size, turn, back=True)
    wood = mix(s.c.navy, s.c.brown, 0.35)
    twigs: list[tuple[list[Point], float]] = [
        (spots("1560,-40 1360,150 1180,310 960,420 760,452 560,440"), 26),
        (spots("1360,150 1390,330 1340,420 1180,510"), 13),
        ([(960, 420), (930, 500), (905, 600)], 10),
        ([(680, 450), (640, 470), (622, 500)], 9),
        ([(860, 442), (800, 395), (772, 380)], 8),
        ([(1180, 310), (1090, 280), (1000, 300)], 10),
        ([(560, 440), (480, 470), (420, 500)], 10),
    ]
    for points, width in twigs:
        s.bend(points, wood, width)
    s.bend([(x - 5, y - 6) for x, y in twigs[0][0]], mix(wood, s.c.cream, 0.3), 4)


def apple(s: Sheet, x: float, y: float, size: float) -> None:
    """A red apple hanging from (x, y − size × 0.8), with stripes, shade and a highlight."""
    with s.moved(x, y, size / 100):
        s.blob(spots("0,-50 42,-62 80,-30 78,28 40,78 0,72 -40,78 -78,28 -80,-30 -42,-62"), s.c.red)
        s.blob(spots("42,-60 80,-28 77,28 40,77 2,71 40,40 58,-5"), s.c.red_dark)
        for k in range(7):
            a = -62 + k * 14 + s.r.uniform(-3, 3)
            stripe = [(a * 0.55, -42.0), (a * 1.05, s.r.uniform(-10, 5)), (a, s.r.uniform(22, 48))]
            s.bend(stripe, mix(s.c.red, s.c.gold, 0.55), 2.8)
        speckles = [(s.r.uniform(-55, 60), s.r.uniform(-20, 55)) for _ in range(26)]
        s.dots(speckles, mix(s.c.red, s.c.cream, 0.45), 2.6)
        s.ellipse(0, -46, 26, 9, s.c.red_dark)
        s.bend(spots("-60,-28 -64,2 -54,30"), s.c.cream, 8.5)
        s.bend(spots("-43,-36 -46,-20"), s.c.cream, 7)
        s.bend(spots("0,-44 3,-62 -2,-84"), s.c.brown, 7.5)


def leaf(s: Sheet, x: float, y: float, size: float, turn: float, *, back: bool = False) -> None:
    """A leaf that grows from (x, y) toward `turn` degrees, halves in two tones, with veins."""
    light = s.c.olive if not back else mix(s.c.forest, s.c.olive, 0.35)
    dark = s.c.forest if not back else s.c.pine_dark
    if s.c.light == "winter":
        light, dark = s.c.gold, s.c.ochre
    with s.moved(x, y, size / 100, turn):
        s.blob(spots("0,0 28,-24 66,-24 100,0 66,22 28,22"), dark)
        s.path("M0 0C18 -22 60 -40 100 0Z", mix(dark, light, 0.55))
        s.line([(0, 0), (94, 0)], light, 4)
        s.dashes(
            [(20 + k * 17, 0, 34 + k * 16, side * (15 - k)) for k in range(4) for side in (-1, 1)],
            light,
            2.6,
        )
