"""The port on the Caspian."""

from .strokes.buildings import lit_windows
from .strokes.palette import mix
from .strokes.ranges import far_range
from .strokes.sheet import Sheet, spots
from .strokes.skies import birds, clouds, mist, sky
from .strokes.waters import shimmer, sunroad, water


def caspian_port(s: Sheet) -> None:
    """Quay cranes over a freighter, containers in rows, the Caspian beyond."""
    sky(s, 520, sun=(300, 190), radius=84)
    clouds(s, [(640, 100), (1100, 150)])
    birds(s, 420, 330, count=6)
    far_range(s, 528, 50, step=150)
    water(s, 524, deep=0.3)
    sunroad(s, 300, 530, 800)
    mist(s, 530)
    _freighter(s, 690, 720)
    for x, size in ((1240, 0.9), (980, 1.12)):
        with s.moved(x, 830, size):
            _crane(s)
    s.rect(0, 826, 1500, 180, s.c.stone)
    s.rect(0, 826, 1500, 14, s.c.cream)
    s.rect(0, 850, 1500, 20, s.c.stone_shade)
    s.dashes([(x, 842, x, 868) for x in range(30, 1500, 90)], s.c.navy, 8)
    _containers(s)


def _freighter(s: Sheet, x: float, y: float) -> None:
    shimmer(s, x, y + 62, y + 100, 640, s.c.red_dark)
    s.rect(x - 400, y - 250, 130, 200, s.c.cream)
    s.rect(x - 310, y - 250, 40, 200, s.c.cream_shade)
    s.rect(x - 414, y - 268, 158, 22, s.c.deep)
    lit_windows(s, x - 388, y - 228, 4, 4, (26, 44), (16, 20))
    s.rect(x - 370, y - 330, 46, 66, s.c.red)
    s.rect(x - 370, y - 312, 46, 16, s.c.cream)
    tones = (s.c.red, s.c.gold, s.c.turquoise, s.c.ochre, s.c.olive, s.c.cream)
    for row in range(4):
        for k in range(7 - row // 2):
            container(s, x - 240 + k * 84, y - 62 - row * 44, 82, 42, s.r.choice(tones))
    s.poly(spots("-460,-50 460,-50 560,-96 470,60 -420,60", x, y), s.c.deep)
    s.poly(spots("-440,10 498,10 470,60 -420,60", x, y), s.c.red)
    s.line([(x - 450, y - 26), (x + 500, y - 30)], s.c.cream, 7)
    s.dashes(
        [
            (a, y - 10 + s.r.uniform(-6, 10), a, y + 4)
            for a in range(int(x) - 400, int(x) + 460, 36)
        ],
        s.c.navy,
        3,
    )


def container(s: Sheet, x: float, y: float, width: float, height: float, tone: str) -> None:
    """A ribbed container standing with its top left at (x, y)."""
    s.rect(x, y, width, height, tone)
    s.dashes(
        [(x + 8 + k * width / 8, y + 5, x + 8 + k * width / 8, y + height - 5) for k in range(8)],
        mix(tone, s.c.shadow, 0.3),
        3,
    )
    s.rect(x, y + height - 4, width, 4, mix(tone, s.c.shadow, 0.45))


def _crane(s: Sheet) -> None:
    red, dark = s.c.gold, s.c.ochre
    for x in (-90, 90):
        s.line([(x, 0), (x * 0.72, -420)], dark if x > 0 else red, 17)
    s.dashes(
        [(-86, -40, 78, -190), (86, -40, -78, -190), (-78, -200, 70, -340), (78, -200, -70, -340)],
        dark,
        7,
    )
    for y in (-40, -196, -344):
        s.line([(-92, y), (92, y)], red, 11)
    s.line([(-470, -420), (220, -420)], red, 19)
    s.line([(-470, -408), (220, -408)], dark, 6)
    s.line([(0, -420), (10, -560)], red, 13)
    s.dashes([(10, -556, -440, -424), (10, -556, 210, -424), (10, -556, -220, -424)], s.c.navy, 4)
    s.dashes([(-450 + k * 40, -428, -430 + k * 40, -412) for k in range(16)], s.c.brown, 3)
    s.rect(40, -400, 76, 54, s.c.deep)
    s.rect(50, -390, 30, 26, s.c.glow(s.c.glint))
    s.dashes([(-330, -410, -336, -250), (-300, -410, -294, -250)], s.c.navy, 3)
    container(s, -364, -250, 98, 46, s.c.red)


def _containers(s: Sheet) -> None:
    tones = (s.c.red, s.c.gold, s.c.deep, s.c.turquoise, s.c.ochre, s.c.olive)
    for row in range(2):
        for k in range(11):
            if row == 1 and s.r.random() < 0.45:
                continue
            container(s, -20 + k * 142, 920 - row * 62, 138, 60, s.r.choice(tones))
    s.rect(0, 978, 1500, 30, s.c.stone_shade)
