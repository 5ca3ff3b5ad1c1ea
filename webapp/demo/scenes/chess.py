"""The chess table."""

import math

from .strokes.ornaments import tooth_band
from .strokes.palette import mix
from .strokes.rooms import lamp, sunbeam, table, wall, window
from .strokes.sheet import Point, Sheet, spots


def chess_table(s: Sheet) -> None:
    """A game in its middle, by a window with the lamp above it."""
    wall(s, 560, fill=mix(s.c.forest, s.c.wall_dark, 0.08))
    window(s, 130, 70, 330, 360)
    sunbeam(s, spots("470,60 620,60 1180,600 780,600"))
    _bookshelf_hint(s)
    lamp(s, 780, 150, 100)
    table(s, 560, s.c.brown)
    _board(s)
    pieces = (
        (470, 650, 0.56, "pawn", True),
        (610, 640, 0.6, "rook", True),
        (760, 640, 0.62, "king", True),
        (930, 650, 0.58, "pawn", True),
        (1040, 660, 0.56, "horse", True),
        (560, 770, 0.8, "horse", False),
        (850, 760, 0.8, "pawn", True),
        (1080, 800, 0.8, "rook", False),
        (690, 880, 1.14, "king", False),
        (910, 890, 1.0, "pawn", False),
        (430, 880, 1.0, "pawn", False),
    )
    for x, y, size, kind, dark in pieces:
        with s.moved(x, y, size):
            _piece(s, kind, dark=dark)
    _clock(s, 1330, 760)


def _board(s: Sheet) -> None:
    top, foot = (400.0, 1110.0, 630.0), (210.0, 1300.0, 930.0)
    s.poly(spots("380,622 1130,622 1330,950 180,950"), s.c.shadow, 0.35)
    s.poly(spots("376,614 1134,614 1326,940 184,940"), s.c.ochre)
    s.poly(spots("184,940 1326,940 1326,972 184,972"), s.c.earth_dark)
    for row in range(6):
        for k in range(8):
            a, b = ((i / 6) ** 1.25 for i in (row, row + 1))
            corners = [
                _on_board(top, foot, k / 8, a),
                _on_board(top, foot, (k + 1) / 8, a),
                _on_board(top, foot, (k + 1) / 8, b),
                _on_board(top, foot, k / 8, b),
            ]
            s.poly(corners, s.c.deep if (row + k) % 2 else s.c.cream)
    s.line([(390, 622), (1120, 622)], s.c.gold, 4)


def _on_board(
    top: tuple[float, float, float], foot: tuple[float, float, float], across: float, down: float
) -> Point:
    left, right, y = (a + (b - a) * down for a, b in zip(top, foot, strict=True))
    return left + (right - left) * across, y


def _piece(s: Sheet, kind: str, *, dark: bool) -> None:
    body = s.c.red_dark if dark else s.c.gold
    shade, lit = mix(body, s.c.shadow, 0.4), mix(body, s.c.cream, 0.5)
    s.ellipse(26, 4, 84, 15, s.c.shadow, 0.3)
    s.ellipse(0, 0, 62, 17, shade)
    s.rect(-62, -22, 124, 22, body)
    s.ellipse(0, -22, 62, 15, lit)
    tall = {"pawn": 120, "rook": 150, "horse": 90, "king": 220}[kind]
    s.path(f"M-44 -24Q-14 -{tall * 0.5:.0f} -24 -{tall}H24Q14 -{tall * 0.5:.0f} 44 -24Z", body)
    s.path(f"M6 -24Q10 -{tall * 0.5:.0f} 4 -{tall}H24Q14 -{tall * 0.5:.0f} 44 -24Z", shade)
    s.line([(-24, -40), (-14, -tall * 0.6)], lit, 6)
    s.ellipse(0, -tall, 40, 11, lit)
    {"pawn": _pawn_top, "rook": _rook_top, "horse": _horse_top, "king": _king_top}[kind](
        s, body, shade, lit
    )


def _pawn_top(s: Sheet, body: str, shade: str, lit: str) -> None:
    s.circle(0, -156, 38, shade)
    s.circle(-5, -160, 33, body)
    s.circle(-14, -170, 9, lit)


def _rook_top(s: Sheet, body: str, shade: str, lit: str) -> None:
    s.rect(-44, -200, 88, 50, body)
    s.rect(10, -200, 34, 50, shade)
    for k in (-44, -12, 20):
        s.rect(k, -222, 24, 26, body if k < 10 else shade)
    s.line([(-36, -194), (-36, -160)], lit, 6)


def _horse_top(s: Sheet, body: str, shade: str, lit: str) -> None:
    s.blob(
        spots(
            "-40,-92 -46,-150 -20,-216 -8,-246 14,-226 60,-190 80,-158 66,-138 34,-150 "
            "24,-136 44,-92"
        ),
        body,
    )
    s.blob(spots("8,-222 60,-190 80,-158 66,-138 34,-150 24,-136 44,-92 14,-92 10,-160"), shade)
    s.dashes([(-40 + k * 5, -130 - k * 22, -20 + k * 5, -126 - k * 20) for k in range(5)], shade, 7)
    s.circle(22, -186, 6, lit)


def _king_top(s: Sheet, body: str, shade: str, lit: str) -> None:
    s.poly(spots("-30,-224 -46,-290 46,-290 30,-224"), body)
    s.poly(spots("6,-224 8,-290 46,-290 30,-224"), shade)
    s.ellipse(0, -290, 46, 13, lit)
    s.circle(0, -318, 24, shade)
    s.circle(-4, -322, 19, body)
    s.poly(spots("-9,-338 0,-372 9,-338"), lit)


def _clock(s: Sheet, x: float, y: float) -> None:
    s.poly(spots("-120,-130 120,-130 140,40 -140,40", x, y), s.c.earth_dark)
    s.poly(spots("-110,-120 110,-120 126,30 -126,30", x, y), s.c.ochre)
    for k in (-58, 58):
        s.circle(x + k, y - 44, 48, s.c.navy)
        s.circle(x + k, y - 44, 41, s.c.cream)
        s.dots(
            [
                (x + k + 33 * math.cos(a), y - 44 + 33 * math.sin(a))
                for a in (j * math.pi / 6 for j in range(12))
            ],
            s.c.navy,
            4,
        )
        s.line([(x + k, y - 44), (x + k, y - 72)], s.c.navy, 5)
        s.line([(x + k, y - 44), (x + k + 16, y - 34)], s.c.red, 5)
        s.rect(x + k - 16, y - 150, 32, 22, s.c.gold)


def _bookshelf_hint(s: Sheet) -> None:
    for y in (180, 340, 500):
        s.rect(1080, y, 420, 16, s.c.brown)
        x = 1090.0
        while x < 1490:
            wide, tall = s.r.uniform(18, 40), s.r.uniform(80, 124)
            tone = s.r.choice((s.c.red, s.c.gold, s.c.deep, s.c.cream, s.c.ochre, s.c.turquoise))
            s.rect(x, y - tall, wide - 3, tall, tone)
            s.rect(x, y - tall + 14, wide - 3, 7, mix(tone, s.c.shadow, 0.4))
            x += wide
    tooth_band(s, 1080, 1500, 516, 24, s.c.gold, up=False)
