"""Grasses, wheat and reeds."""

from .palette import mix
from .sheet import WIDTH, Point, Sheet


def grass(
    s: Sheet,
    top: float,
    foot: float,
    colours: list[str],
    *,
    count: int = 420,
    size: tuple[float, float] = (16, 62),
    span: tuple[float, float] = (-10, WIDTH + 10),
    width: float = 3,
) -> None:
    """Blades that lean with the wind and grow toward the viewer."""
    for k, colour in enumerate(colours):
        data = ""
        for _ in range(count // len(colours)):
            share = s.r.random() ** 0.8
            x, y = s.r.uniform(*span), top + (foot - top) * share
            tall = (size[0] + (size[1] - size[0]) * share) * s.r.uniform(0.6, 1.15)
            lean = tall * s.r.uniform(-0.18, 0.42)
            data += f"M{x:.0f} {y:.0f}q{lean * 0.15:.1f} {-tall * 0.6:.1f} {lean:.1f} {-tall:.1f}"
        s.trace(data, colour, width * (0.85 + 0.15 * k))


def ears(
    s: Sheet,
    top: float,
    foot: float,
    *,
    count: int = 130,
    size: tuple[float, float] = (26, 120),
    span: tuple[float, float] = (-10, WIDTH + 10),
) -> None:
    """Wheat: bending stalks with ears of paired grains."""
    tones = [s.c.straw_dark, mix(s.c.straw, s.c.straw_dark, 0.45), mix(s.c.straw, s.c.cream, 0.35)]
    rows = 6
    for row in range(rows):
        for tone in tones:
            near = (row + s.r.random()) / rows
            tall = size[0] + (size[1] - size[0]) * near
            places = [
                (s.r.uniform(*span), top + (foot - top) * (row + s.r.random()) / rows)
                for _ in range(count // (rows * len(tones)))
            ]
            _ears_of_one_tone(s, places, tall, tone)


def _ears_of_one_tone(s: Sheet, places: list[Point], height: float, colour: str) -> None:
    stalks, grains = "", ""
    for x, y in places:
        tall = height * s.r.uniform(0.8, 1.15)
        lean, grain = tall * s.r.uniform(0, 0.32), tall * 0.055
        stalks += f"M{x:.0f} {y:.0f}q{lean * 0.1:.1f} {-tall * 0.7:.1f} {lean:.1f} {-tall:.1f}"
        for k in range(5):
            a, b = x + lean * (1 - 0.06 * k), y - tall + grain * 1.5 * k
            grains += f"M{a:.1f} {b:.1f}l{-grain:.1f} {-grain * 1.3:.1f}"
            grains += f"M{a:.1f} {b:.1f}l{grain * 1.2:.1f} {-grain:.1f}"
    if places:
        s.trace(stalks, colour, max(2, height * 0.025))
        s.trace(grains, colour, max(2, height * 0.047))


def reeds(
    s: Sheet,
    top: float,
    foot: float,
    *,
    count: int,
    span: tuple[float, float],
    size: tuple[float, float] = (60, 220),
) -> None:
    """Reeds with brown plumes."""
    greens = [mix(s.c.forest, s.c.meadow_dark, 0.4), s.c.olive, s.c.straw_dark, s.c.forest]
    grass(s, top, foot, greens, count=count * 3, size=size, span=span, width=4)
    for _ in range(count):
        share = s.r.random()
        x, y = s.r.uniform(*span), top + (foot - top) * share
        tall = (size[0] + (size[1] - size[0]) * share) * s.r.uniform(0.9, 1.25)
        lean = tall * s.r.uniform(0.02, 0.2)
        s.trace(f"M{x:.0f} {y:.0f}q0 {-tall * 0.6:.1f} {lean:.1f} {-tall:.1f}", greens[0], 3)
        s.trace(
            f"M{x + lean:.1f} {y - tall:.1f}l{-lean * 0.12:.1f} {tall * 0.16:.1f}",
            s.c.brown if s.c.light != "winter" else s.c.ochre,
            max(5, tall * 0.045),
        )
