"""Animals and riders as flat silhouettes with light on them; each stands at the origin."""

from .palette import mix
from .sheet import Point, Sheet, curved, spots

_HORSE: list[Point] = spots(
    "-118,-158 -60,-176 0,-164 60,-172 96,-206 126,-262 150,-286 166,-276 196,-238 "
    "206,-218 194,-204 166,-220 146,-212 134,-170 120,-128 84,-104 20,-96 -50,-98 "
    "-100,-88 -132,-118"
)


_GALLOP: tuple[tuple[Point, ...], ...] = (
    ((96, -124), (150, -112), (196, -64), (226, -58)),
    ((78, -112), (120, -74), (96, -30), (72, -12)),
    ((-100, -116), (-150, -76), (-196, -60), (-226, -20)),
    ((-80, -108), (-96, -60), (-52, -36), (-40, 0)),
)


def horse(s: Sheet, coat: str) -> None:
    """A horse at full gallop, heading right."""
    dark, lit = mix(coat, s.c.shadow, 0.45), mix(coat, s.c.cream, 0.3)
    s.bend(spots("-124,-148 -170,-172 -214,-150 -252,-158"), dark, 20)
    s.bend([(-124, -142), (-176, -150), (-226, -126)], dark, 14)
    for k, leg in enumerate(_GALLOP):
        tone = dark if k % 2 else coat
        s.bend(leg[:3], tone, 24)
        s.bend(leg[1:], tone, 12)
        s.circle(*leg[-1], 9, s.c.navy)
    s.blob(_HORSE, coat)
    s.blob(spots("-118,-120 -40,-106 40,-106 96,-130 84,-104 20,-96 -50,-98 -100,-88"), dark)
    s.bend([(-100, -154), (-50, -166), (0, -154)], lit, 6)
    for k in range(6):
        x, y = 84 + k * 12, -206 - k * 15
        s.bend([(x, y), (x - 26, y - 6), (x - 46, y + 12)], dark, 11)
    s.poly([(146, -282), (150, -306), (164, -282)], coat)
    s.circle(168, -248, 4, s.c.navy)
    s.dashes([(150, -240, 190, -224), (150, -240, 158, -272)], s.c.red, 4)


def rider(s: Sheet, coat: str) -> None:
    """A rider leaning over the horse’s neck, face turned away."""
    dark = mix(coat, s.c.shadow, 0.4)
    s.poly(spots("-50,-176 50,-176 64,-132 -58,-132"), s.c.red_dark)
    s.dashes([(-46, -146, 54, -146)], s.c.gold, 6)
    s.bend([(-6, -180), (30, -146), (14, -96)], s.c.navy, 23)
    s.line([(14, -96), (42, -90)], s.c.brown, 15)
    s.blob(spots("-34,-176 -28,-236 16,-276 46,-256 34,-200 20,-168"), coat)
    s.blob(spots("-34,-176 -30,-226 -4,-216 6,-168"), dark)
    s.bend([(30, -248), (60, -214), (96, -214)], coat, 17)
    s.line([(96, -214), (150, -236)], s.c.brown, 3)
    s.circle(40, -288, 20, s.c.brown)
    s.blob(spots("14,-292 22,-322 50,-330 68,-296"), s.c.cream)
    s.line([(14, -296), (68, -296)], s.c.ochre, 11)


def camel(s: Sheet, *, laden: bool = True) -> None:
    """A two-humped camel walking right, with packs."""
    coat, dark, lit = s.c.ochre, mix(s.c.ochre, s.c.brown, 0.6), mix(s.c.ochre, s.c.cream, 0.35)
    for k, (x, foot) in enumerate(((-92, -112), (-66, -50), (70, 40), (92, 116))):
        tone = dark if k % 2 else coat
        s.bend([(x, -150), ((x + foot) / 2, -76), (foot, 0)], tone, 21)
        s.ellipse(foot + 6, 0, 17, 8, s.c.brown)
    s.blob(
        spots(
            "-126,-176 -104,-226 -76,-300 -40,-294 -16,-236 18,-236 42,-304 78,-300 "
            "98,-226 134,-190 166,-196 188,-250 196,-316 224,-344 270,-336 284,-312 "
            "252,-300 232,-302 226,-240 196,-164 130,-140 60,-126 -60,-126 -114,-138"
        ),
        coat,
    )
    s.blob(spots("-112,-146 -30,-150 80,-150 130,-146 60,-122 -60,-122"), dark)
    s.bend([(182, -200), (190, -172), (174, -142)], dark, 19)
    for x in (-62, 60):
        s.dashes(
            [(x - 16 + k * 10, -296 + abs(k - 1) * 8, x - 18 + k * 12, -262) for k in range(4)],
            dark,
            6,
        )
    s.bend([(-116, -196), (-96, -240)], lit, 7)
    s.bend([(-128, -174), (-146, -130)], dark, 8)
    s.poly([(214, -338), (210, -362), (226, -344)], dark)
    if laden:
        s.blob(spots("-40,-246 34,-246 52,-140 -52,-140"), s.c.red)
        s.dashes([(-46, -182, 46, -182), (-42, -214, 40, -214)], s.c.gold, 8)
        s.dashes([(-46 + k * 13, -140, -46 + k * 13, -122) for k in range(8)], s.c.cream, 5)
        s.rect(-34, -282, 62, 40, s.c.deep)
        s.line([(-34, -262), (28, -262)], s.c.cream, 6)


def saiga(s: Sheet, *, grazing: bool = False) -> None:
    """A saiga buck with ringed horns and its drooping nose, facing right."""
    coat, dark, pale = s.c.sand_dark, mix(s.c.sand_dark, s.c.brown, 0.45), s.c.cream
    if s.c.light == "winter":
        coat, dark = s.c.cream_shade, s.c.stone_shade
    for k, (top, foot) in enumerate(((-70, -54), (66, 50), (-90, -104), (84, 96))):
        _saiga_leg(s, top, foot, dark if k < 2 else coat)
    body = spots(
        "-118,-150 -96,-180 -40,-186 30,-178 84,-192 116,-166 112,-128 84,-100 20,-104 "
        "-50,-112 -100,-106"
    )
    s.blob(body, coat)
    with s.within(curved(body, closed=True)):
        s.blob(spots("-130,-122 -60,-128 20,-120 100,-136 130,-90 -20,-80 -110,-90"), pale)
        s.blob(spots("-130,-164 -102,-158 -98,-122 -126,-110"), pale)
        s.dashes(
            [
                (x, y, x + s.r.uniform(8, 20), y + s.r.uniform(-1, 3))
                for x, y in ((s.r.uniform(-90, 100), s.r.uniform(-178, -136)) for _ in range(34))
            ],
            mix(coat, dark, 0.6),
            2,
        )
        s.bend(spots("-112,-168 -40,-180 30,-172 88,-186"), mix(coat, pale, 0.5), 5)
    with s.moved(92, -156, 1, 62 if grazing else 0):
        _saiga_head(s, coat, dark, pale)


def _saiga_leg(s: Sheet, top: float, foot: float, tone: str) -> None:
    back = -1 if top < 0 else 1
    s.bend([(top, -134), (top - 4 * back, -96), (top + 6 * back, -66)], tone, 21)
    s.line([(top + 6 * back, -70), (foot, -6)], tone, 10)
    s.poly(spots("-8,-8 9,-8 14,5 -8,5", foot, 0), s.c.navy)


def _saiga_head(s: Sheet, coat: str, dark: str, pale: str) -> None:
    s.blob(spots("-26,-26 10,-52 40,-92 66,-92 52,-40 16,22 -20,20"), coat)
    s.blob(spots("-8,10 20,-22 42,-54 50,-40 20,22"), pale)
    for x, lean in ((38, -10), (52, 2)):
        s.bend([(x, -104), (x + lean - 6, -150), (x + lean + 8, -196)], pale, 9)
        s.dashes(
            [
                (x + lean * 0.6 - 8, -118 - k * 15, x + lean * 0.6 + 6, -116 - k * 15)
                for k in range(4)
            ],
            s.c.ochre,
            3,
        )
    s.blob(spots("26,-98 50,-114 84,-98 112,-76 122,-46 106,-32 88,-46 60,-52 36,-62"), coat)
    s.blob(spots("92,-92 116,-76 124,-44 108,-30 96,-44 98,-66"), dark)
    s.ellipse(112, -38, 7, 5, s.c.navy)
    s.blob(spots("22,-96 2,-112 6,-92 24,-82"), dark)
    s.circle(68, -84, 5, s.c.navy)
