"""Rooms: patterned walls, a window on the weather, table tops, lamps."""

from .hills import contour, hill
from .ornaments import diamond
from .palette import mix
from .ranges import mountain
from .sheet import HEIGHT, WIDTH, Sheet
from .skies import sky, snowfall
from .trees import fir


def wall(s: Sheet, foot: float, *, fill: str | None = None, pattern: bool = True) -> None:
    """A wall down to `foot` with a faint lozenge pattern and brush marks."""
    colour = fill or s.c.wall
    dark = mix(colour, s.c.shadow, 0.18)
    s.rect(0, 0, WIDTH, HEIGHT, colour)
    s.dashes(
        [
            (x, y, x + s.r.uniform(20, 80), y + s.r.uniform(-2, 2))
            for x, y in ((s.r.uniform(-40, WIDTH), s.r.uniform(0, foot)) for _ in range(170))
        ],
        mix(colour, dark, 0.35),
        4,
    )
    if pattern:
        for row in range(int(foot // 74) + 1):
            for k in range(16):
                x, y = k * 100 + (50 if row % 2 else 0), 40 + row * 74
                diamond(s, x, y, 13, 13, dark)
                diamond(s, x, y, 6, 6, colour)


def window(
    s: Sheet, x: float, y: float, width: float, height: float, *, frame: str | None = None
) -> None:
    """A window whose view is mountains in the light of the day."""
    wood = frame or s.c.cream
    s.rect(x - 20, y - 20, width + 40, height + 40, mix(wood, s.c.shadow, 0.25))
    s.rect(x - 14, y - 14, width + 28, height + 28, wood)
    with (
        s.within(f"M{x:.1f} {y:.1f}h{width:.1f}v{height:.1f}h{-width:.1f}Z"),
        s.moved(x, y, max(width / WIDTH, height / HEIGHT)),
        s.through_window(),
    ):
        _view(s)
    s.rect(x + width / 2 - 6, y, 12, height, wood)
    s.rect(x, y + height * 0.42, width, 10, wood)
    s.rect(x - 34, y + height + 14, width + 68, 22, wood)
    s.rect(x - 34, y + height + 32, width + 68, 8, mix(wood, s.c.shadow, 0.3))


def _view(s: Sheet) -> None:
    sky(s, 640, sun=(430, 230), radius=110)
    mountain(s, 330, 760, 900, 420)
    mountain(s, 930, 780, 1100, 560)
    ground = contour(s, 760, 40)
    hill(s, ground, s.c.slope)
    for k in range(9):
        fir(s, 60 + k * 165, ground(60 + k * 165) + 60, s.r.uniform(160, 260))
    hill(s, contour(s, 880, 24), s.c.meadow)
    if s.c.light == "winter":
        snowfall(s)


def sunbeam(s: Sheet, points: list[tuple[float, float]]) -> None:
    """The patch a window throws on wall or floor; none at night."""
    strength = {"day": 0.16, "dawn": 0.24, "dusk": 0.28, "night": 0.07, "winter": 0.14}
    colour = s.c.snow if s.c.light in ("night", "winter") else s.c.sun
    s.poly(points, colour, strength[s.c.light])


def table(s: Sheet, top: float, fill: str, *, edge: str | None = None) -> None:
    """A table top that fills the foot of the sheet, with grain."""
    s.rect(0, top, WIDTH, HEIGHT - top, fill)
    grain = mix(fill, s.c.shadow, 0.22)
    light = mix(fill, s.c.cream, 0.22)
    for colour in (grain, light):
        s.dashes(
            [
                (a, b, a + s.r.uniform(40, 190), b + s.r.uniform(-3, 3))
                for a, b in (
                    (s.r.uniform(-90, WIDTH), s.r.uniform(top + 16, HEIGHT)) for _ in range(46)
                )
            ],
            colour,
            3,
        )
    s.rect(0, top, WIDTH, 9, edge or light)


def lamp(s: Sheet, x: float, y: float, size: float) -> None:
    """A hanging lamp with a pool of light when it is dark outside."""
    dark = s.c.lamps_lit
    if dark:
        s.circle(x, y + size * 0.6, size * 3.4, s.c.lamp, 0.08)
        s.circle(x, y + size * 0.6, size * 2.1, s.c.lamp, 0.12)
    s.line([(x, 0), (x, y - size * 0.5)], s.c.navy, 4)
    s.circle(x, y + size * 0.42, size * 0.3, s.c.lamp if dark else s.c.cream)
    s.poly(
        [
            (x - size * 0.25, y - size * 0.5),
            (x + size * 0.25, y - size * 0.5),
            (x + size, y + size * 0.4),
            (x - size, y + size * 0.4),
        ],
        s.c.deep,
    )
    s.poly(
        [
            (x - size * 0.25, y - size * 0.5),
            (x, y - size * 0.5),
            (x - size * 0.2, y + size * 0.4),
            (x - size, y + size * 0.4),
        ],
        s.c.turquoise,
    )
    s.rect(x - size, y + size * 0.36, size * 2, size * 0.1, s.c.gold)
