"""Mountains with lit and shaded facets, and far ranges."""

from dataclasses import dataclass

from .palette import mix
from .sheet import WIDTH, Point, Sheet


@dataclass(frozen=True)
class Tones:
    """The four colours of a mountain: snow and rock, each lit and shaded."""

    snow: str
    snow_shade: str
    rock: str
    rock_shade: str


def near_tones(s: Sheet) -> Tones:
    """The mountain colours of this light."""
    return Tones(s.c.snow, s.c.snow_shade, s.c.rock, s.c.rock_shade)


def far_tones(s: Sheet, share: float = 0.55) -> Tones:
    """The same, sunk into the air by `share`."""
    air = mix(s.c.sky[-1], s.c.far, 0.6)
    t = near_tones(s)
    return Tones(*(mix(c, air, share) for c in (t.snow, t.snow_shade, t.rock, t.rock_shade)))


def mountain(
    s: Sheet,
    x: float,
    base: float,
    width: float,
    height: float,
    tones: Tones | None = None,
    *,
    snowline: float = 0.46,
) -> None:
    """One peak: lit left face, shaded right face, toothed snow, buttresses and hatching."""
    t = tones or near_tones(s)
    peak = (x, base - height)
    left = _edge(s, peak, (x - width * s.r.uniform(0.5, 0.6), base))
    right = _edge(s, peak, (x + width * s.r.uniform(0.48, 0.6), base))
    spine = _spine(s, peak, (x + width * s.r.uniform(0.0, 0.12), base), width * 0.07)
    s.poly([*left, *reversed(spine)], t.rock)
    s.poly([*right, *reversed(spine)], t.rock_shade)
    _buttresses(s, left, spine, mix(t.rock, t.rock_shade, 0.62), lower=0.5)
    _buttresses(s, right, spine, mix(t.rock_shade, t.rock, 0.3), lower=0.5)
    _hatch(s, left, spine, mix(t.rock, t.rock_shade, 0.3), width)
    _hatch(s, right, spine, mix(t.rock_shade, t.rock, 0.22), width)
    _cap(s, left, spine, t.snow, snowline)
    _cap(s, right, spine, t.snow_shade, snowline * s.r.uniform(0.85, 1.05))
    _cap(s, right, spine, mix(t.snow_shade, t.snow, 0.45), snowline * 0.33)
    _snow_marks(s, left, spine, t, snowline)


def _along(line: list[Point], share: float) -> Point:
    place = share * (len(line) - 1)
    i = min(int(place), len(line) - 2)
    (a, b), (c, d) = line[i], line[i + 1]
    return a + (c - a) * (place - i), b + (d - b) * (place - i)


def _edge(s: Sheet, top: Point, foot: Point, parts: int = 7) -> list[Point]:
    wide, tall = foot[0] - top[0], foot[1] - top[1]
    points = [top]
    for i in range(1, parts):
        share = i / parts
        points.append(
            (
                top[0] + wide * (share + s.r.uniform(-0.035, 0.03)),
                top[1] + tall * (share + s.r.uniform(-0.03, 0.03)),
            )
        )
    return [*points, foot]


def _spine(s: Sheet, top: Point, foot: Point, swing: float, parts: int = 7) -> list[Point]:
    points = [top]
    side = s.r.choice((-1, 1))
    for i in range(1, parts):
        share = i / parts
        reach = swing * side * (1 if i % 2 else -0.6) * s.r.uniform(0.6, 1.3) * (0.5 + share)
        points.append(
            (top[0] + (foot[0] - top[0]) * share + reach, top[1] + (foot[1] - top[1]) * share)
        )
    return [*points, foot]


def _between(edge: list[Point], spine: list[Point], down: float, across: float) -> Point:
    (a, b), (c, d) = _along(edge, down), _along(spine, down)
    return a + (c - a) * across, b + (d - b) * across


def _cap(s: Sheet, edge: list[Point], spine: list[Point], colour: str, line: float) -> None:
    upper = [_along(edge, line * k / 8) for k in range(9)]
    teeth = []
    for k in range(1, 6):
        drop = s.r.uniform(0.12, 0.3) if k % 2 else s.r.uniform(-0.14, -0.02)
        teeth.append(_between(edge, spine, min(0.98, line * (1 + drop)), k / 6))
    inner = [_along(spine, line * k / 8) for k in range(8, -1, -1)]
    s.poly([*upper, *teeth, *inner], colour)


def _buttresses(
    s: Sheet, edge: list[Point], spine: list[Point], colour: str, *, lower: float
) -> None:
    for _ in range(3):
        down, across = s.r.uniform(lower - 0.12, 0.72), s.r.uniform(0.15, 0.75)
        top = _between(edge, spine, down, across)
        reach = s.r.uniform(0.12, 0.24)
        s.poly(
            [
                top,
                _between(edge, spine, min(1.0, down + 0.2), across + reach * 0.35),
                _between(edge, spine, 1.0, across + reach),
                _between(edge, spine, 1.0, across - reach * 0.5),
                _between(edge, spine, min(1.0, down + 0.24), across - reach * 0.08),
            ],
            colour,
        )


def _hatch(s: Sheet, edge: list[Point], spine: list[Point], colour: str, width: float) -> None:
    marks = []
    for _ in range(26):
        down, across = s.r.uniform(0.42, 0.9), s.r.uniform(0.05, 0.92)
        (a, b), (c, d) = (
            _between(edge, spine, down + k, across) for k in (0, s.r.uniform(0.03, 0.09))
        )
        marks.append((a, b, c, d))
    s.dashes(marks, colour, max(1.6, width / 170))


def _snow_marks(s: Sheet, edge: list[Point], spine: list[Point], t: Tones, line: float) -> None:
    marks = []
    for _ in range(9):
        down, across = s.r.uniform(0.12, line * 0.85), s.r.uniform(0.2, 0.85)
        (a, b), (c, d) = (_between(edge, spine, down + k, across) for k in (0, 0.045))
        marks.append((a, b, c, d))
    s.dashes(marks, mix(t.snow, t.snow_shade, 0.6), 2.4)


def massif(
    s: Sheet, base: float, height: float, *, count: int = 5, tones: Tones | None = None
) -> None:
    """A chain of peaks across the whole sheet, the outer ones lower than the middle."""
    step = WIDTH / (count - 0.6)
    peaks = []
    for k in range(count):
        tall = height * s.r.uniform(0.55, 1.0) * (1 if k % 2 else 0.8)
        peaks.append((k * step + s.r.uniform(-0.16, 0.16) * step, tall))
    s.rect(0, base - 2, WIDTH, 160, (tones or near_tones(s)).rock_shade)
    for x, tall in sorted(peaks, key=lambda p: -p[1]):
        mountain(s, x, base, tall * s.r.uniform(1.5, 1.8) + step * 0.3, tall, tones)


def far_range(s: Sheet, base: float, height: float, *, step: float = 66) -> None:
    """A pale jagged range on the horizon, its shaded sides hinted."""
    x, edge = -60.0, [(-60.0, base)]
    while x < WIDTH + 60:
        edge.append((x, base - height * s.r.uniform(0.35, 1) * (1 if len(edge) % 2 else 0.62)))
        x += step * s.r.uniform(0.6, 1.3)
    s.poly([*edge, (WIDTH + 60, base + 4), (-60, base + 4)], s.c.far)
    for a, b, c in zip(edge[1:], edge[2:], edge[3:], strict=False):
        if b[1] < a[1] and b[1] < c[1]:
            low = (b[0] + (c[0] - b[0]) * 0.2, base + 4)
            s.poly([b, (c[0], c[1]), (c[0], base + 4), low], s.c.far_shade)
