"""Sky, sun or moon, clouds, stars, birds and falling snow."""

import math

from .palette import mix
from .sheet import HEIGHT, WIDTH, Point, Sheet, curved, straight

_SUN_DROP = {"day": 0.0, "dawn": 0.5, "dusk": 0.62, "night": 0.0, "winter": 0.25}


def sky(s: Sheet, horizon: float, *, sun: Point | None = (330, 190), radius: float = 84) -> None:
    """The whole sky down to `horizon`, with sun or moon; its height follows the light."""
    s.rect(0, 0, WIDTH, HEIGHT, s.c.sky[0])
    bands = len(s.c.sky)
    for i, colour in enumerate(s.c.sky[1:], start=1):
        _band(s, horizon * (0.12 + 0.9 * (i / bands) ** 0.8), colour)
    if s.c.light == "night":
        stars(s, horizon)
    if sun:
        x, y = sun
        drop = _SUN_DROP[s.c.light]
        _light(s, x, y + (horizon - radius * 0.35 - y) * drop, radius)


def _band(s: Sheet, y: float, colour: str) -> None:
    if colour == s.c.sky[0]:
        return
    shift, swing = s.air.uniform(0, 6), s.air.uniform(5, 12)
    edge = [(x, y + swing * math.sin(x / 260 + shift)) for x in range(-20, WIDTH + 41, 60)]
    s.path(curved(edge) + f"L{WIDTH + 40} {HEIGHT}L-20 {HEIGHT}Z", colour)
    hatch = [
        (x, y + s.air.uniform(-22, 14), x + s.air.uniform(40, 130), 0.0)
        for x in (s.air.uniform(-60, WIDTH) for _ in range(16))
    ]
    s.dashes([(a, b, c, b) for a, b, c, _ in hatch], colour, 3)


def _light(s: Sheet, x: float, y: float, radius: float) -> None:
    if s.c.light == "night":
        moon(s, x, y, radius * 0.72)
        return
    if s.c.light == "winter":
        s.circle(x, y, radius * 1.9, s.c.cloud, 0.35)
        s.circle(x, y, radius * 1.35, s.c.cloud, 0.55)
    if s.c.light in ("dawn", "dusk"):
        warm = mix(s.c.sky[-1], s.c.sun, 0.35)
        s.circle(x, y, radius * 2.2, warm, 0.22)
        s.circle(x, y, radius * 1.55, warm, 0.4)
    s.circle(x, y, radius * (1.15 if s.c.light == "dusk" else 1), s.c.sun)


def moon(s: Sheet, x: float, y: float, radius: float) -> None:
    """A waning moon with its halo."""
    s.circle(x, y, radius * 2.1, s.c.sky[-2], 0.45)
    s.circle(x, y, radius * 1.5, s.c.sky[-1], 0.5)
    s.circle(x, y, radius, s.c.sun)
    s.path(
        f"M{x + radius * 0.2:.1f} {y - radius * 0.98:.1f}"
        f"A{radius:.1f} {radius:.1f} 0 1 1 {x + radius * 0.2:.1f} {y + radius * 0.98:.1f}"
        f"A{radius * 1.2:.1f} {radius * 1.2:.1f} 0 0 0 {x + radius * 0.2:.1f}"
        f" {y - radius * 0.98:.1f}Z",
        mix(s.c.sun, s.c.sky[-1], 0.75),
    )


def stars(s: Sheet, horizon: float, *, count: int = 210) -> None:
    """Stars in three sizes and the denser band of the Milky Way."""

    def anywhere() -> Point:
        return s.air.uniform(0, WIDTH), horizon * s.air.random() ** 1.25

    def along() -> Point:
        share = s.air.random()
        return (
            250 + share * 1250 + s.air.gauss(0, 55),
            horizon * (0.02 + share * 0.62) + s.air.gauss(0, 42),
        )

    s.dots([along() for _ in range(count)], mix(s.c.sky[0], s.c.snow, 0.5), 2.4)
    s.dots([anywhere() for _ in range(count)], s.c.snow, 3)
    s.dots([anywhere() for _ in range(count // 5)], s.c.cream, 5)
    s.dots([anywhere() for _ in range(count // 8)], s.c.lamp, 4)


def star_trails(s: Sheet, x: float, y: float) -> None:
    """Arcs of stars turning round the pole."""
    for _ in range(44):
        radius, start = s.air.uniform(90, 900), s.air.uniform(0, 360)
        turn = [math.radians(start + k * 4) for k in range(6)]
        arc = [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in turn]
        s.bend(arc, mix(s.c.sky[-1], s.c.snow, s.air.uniform(0.1, 0.5)), 2)


def clouds(s: Sheet, places: list[Point], size: float = 1) -> None:
    """Clouds as stacked rounded bars, one group at each place."""
    for x, y in places:
        for k, (shift, length) in enumerate(((0.25, 0.52), (0, 1), (0.36, 0.7))):
            left = x + 190 * size * (shift + s.r.uniform(-0.08, 0.08))
            wide = 190 * size * length
            row = y + k * 27 * size
            s.line([(left, row), (left + wide, row)], s.c.cloud, 13 * size)


def birds(s: Sheet, x: float, y: float, *, count: int = 7, size: float = 16) -> None:
    """A loose skein of birds far off."""
    data = ""
    for k in range(count):
        a, b = x + k * size * 2.4 + s.r.uniform(-9, 9), y - k * size * 0.7 + s.r.uniform(-18, 18)
        data += (
            f"M{a - size:.1f} {b - size * 0.4:.1f}q{size * 0.7:.1f} {-size * 0.2:.1f}"
            f" {size:.1f} {size * 0.5:.1f}q{size * 0.4:.1f} {-size * 0.7:.1f}"
            f" {size:.1f} {-size * 0.5:.1f}"
        )
    s.trace(data, s.c.navy, 3.4)


def snowfall(s: Sheet) -> None:
    """Snow in the air, in three sizes."""
    for count, diameter, opacity in ((150, 5, 0.8), (70, 8, 0.85), (22, 12, 0.9)):
        flakes = [(s.air.uniform(0, WIDTH), s.air.uniform(0, HEIGHT)) for _ in range(count)]
        s.dots(flakes, s.c.snow, diameter, opacity)


def mist(s: Sheet, y: float, *, depth: float = 46, opacity: float = 0.4) -> None:
    """Bars of morning mist, only where the light has any."""
    if s.c.light != "dawn":
        return
    for _ in range(9):
        x, wide = s.air.uniform(-100, WIDTH), s.air.uniform(200, 520)
        row = y + s.air.uniform(-depth, depth)
        s.path(straight([(x, row), (x + wide, row)]), "none")
        s.line([(x, row), (x + wide, row)], s.c.cloud, s.air.uniform(8, 20), opacity)
