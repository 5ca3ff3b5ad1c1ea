"""Tower blocks and their windows."""

from .palette import mix
from .sheet import Sheet


def lit_windows(
    s: Sheet,
    x: float,
    y: float,
    across: int,
    down: int,
    step: tuple[float, float],
    pane: tuple[float, float],
) -> None:
    """A grid of panes; after dark about half of them are lit."""
    dark = s.c.lamps_lit
    for lit in (False, True):
        colour = (
            (s.c.lamp if lit else mix(s.c.deep, s.c.turquoise, 0.4))
            if dark
            else (s.c.glint if lit else mix(s.c.cream, s.c.turquoise, 0.35))
        )
        data = ""
        for i in range(across):
            for j in range(down):
                if (s.r.random() < 0.5) == lit:
                    data += (
                        f"M{x + i * step[0]:.1f} {y + j * step[1]:.1f}h{pane[0]:.1f}"
                        f"v{pane[1]:.1f}h{-pane[0]:.1f}Z"
                    )
        s.path(data or "M0 0Z", colour)


def tower(
    s: Sheet, x: float, foot: float, width: float, height: float, fill: str, *, sloped: bool = False
) -> None:
    """A tower block with a shaded side and its panes."""
    shade, rise = mix(fill, s.c.shadow, 0.35), (width * 0.35 if sloped else 0)
    s.poly(
        [(x, foot), (x, foot - height), (x + width, foot - height - rise), (x + width, foot)], fill
    )
    s.poly(
        [
            (x + width * 0.68, foot),
            (x + width * 0.68, foot - height - rise * 0.68),
            (x + width, foot - height - rise),
            (x + width, foot),
        ],
        shade,
    )
    across = max(2, int(width // 26))
    lit_windows(
        s,
        x + 12,
        foot - height + 20,
        across,
        int((height - 40) // 24),
        ((width - 14) / across, 24),
        (width / across * 0.42, 11),
    )
    s.rect(x + width * 0.3, foot - height - 12 - rise * 0.3, width * 0.3, 14, shade)
