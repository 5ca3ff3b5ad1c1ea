"""Still and flowing water, reflections, and light lying on it."""

from .palette import mix
from .sheet import HEIGHT, WIDTH, Sheet, Stroke


def water(
    s: Sheet, top: float, foot: float = HEIGHT, *, deep: float = 0.35, marks: int = 210
) -> None:
    """A sheet of water in bands, with ripples that lengthen toward the viewer."""
    s.rect(0, top, WIDTH, foot - top, mix(s.c.water, s.c.water_deep, deep))
    depth = foot - top
    for k in range(1, 5):
        row = top + depth * (k / 5) ** 1.2
        s.rect(0, row, WIDTH, foot - row, mix(s.c.water, s.c.water_deep, deep + 0.14 * k))
    ripples(s, top, foot, s.c.water_deep, count=marks // 2)
    ripples(s, top, foot, mix(s.c.water, s.c.glint, 0.25), count=marks // 2)
    ripples(s, top, foot, s.c.glint, count=marks // 6)
    s.rect(0, top, WIDTH, 4, mix(s.c.water, s.c.glint, 0.5))


def ripples(
    s: Sheet,
    top: float,
    foot: float,
    colour: str,
    *,
    count: int,
    span: tuple[float, float] = (-60, WIDTH),
) -> None:
    """Flat dashes on the water."""
    thin: list[Stroke] = []
    thick: list[Stroke] = []
    for _ in range(count):
        share = s.r.random() ** 1.1
        x, y = s.r.uniform(*span), top + 6 + (foot - top - 6) * share
        long = (14 + 80 * share) * s.r.uniform(0.5, 1.3)
        (thick if share > 0.5 else thin).append((x, y, x + long, y))
    s.dashes(thin, colour, 2.4)
    s.dashes(thick, colour, 4)


def shimmer(
    s: Sheet, x: float, top: float, foot: float, width: float, colour: str, *, step: float = 13
) -> None:
    """The broken reflection of something bright or tall, as a ladder of dashes."""
    marks, y = [], top + step * 0.6
    while y < foot:
        half = width * s.r.uniform(0.25, 0.62)
        shift = s.r.uniform(-0.16, 0.16) * width
        marks.append((x + shift - half, y, x + shift + half, y))
        y += step * s.r.uniform(0.7, 1.25)
    s.dashes(marks, colour, step * 0.42)


def sunroad(s: Sheet, x: float, top: float, foot: float) -> None:
    """The road of light under sun or moon."""
    colour = s.c.sun if s.c.light != "day" else mix(s.c.sun, s.c.glint, 0.4)
    marks, y = [], top + 8
    while y < foot:
        share = (y - top) / (foot - top)
        half = (26 + 90 * share) * s.r.uniform(0.3, 0.8)
        shift = s.r.uniform(-30, 30) * (0.5 + share)
        marks.append((x + shift - half, y, x + shift + half, y))
        y += s.r.uniform(9, 22)
    s.dashes(marks, colour, 5)
