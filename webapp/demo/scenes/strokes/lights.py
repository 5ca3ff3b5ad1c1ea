"""The palette in five lights, under the sky and under a roof."""

from collections.abc import Callable
from dataclasses import fields, replace

from .palette import Palette, filtered, mix

LIGHTS = ("day", "dawn", "dusk", "night", "winter")


def _seen(how: Callable[[str], str]) -> Palette:
    day = Palette()
    own = ("light", "sky")
    changed = {f.name: how(getattr(day, f.name)) for f in fields(day) if f.name not in own}
    return Palette(day.light, day.sky, **changed)


def _at_dawn(colour: str) -> str:
    return mix(filtered(colour, "#FFEBDD"), "#E9A88C", 0.12)


def _at_dusk(colour: str) -> str:
    return mix(filtered(colour, "#F6CFA6"), "#5B2F3C", 0.2)


def _at_night(colour: str) -> str:
    return mix(filtered(colour, "#BCD0DC"), "#142B3C", 0.36)


def _in_winter(colour: str) -> str:
    return mix(colour, "#DDE8EC", 0.08)


_DAWN = replace(
    _seen(_at_dawn),
    light="dawn",
    sky=("#9FCBD6", "#B7D5D6", "#D8DED0", "#F2DFC3", "#F4C9A2", "#EEAF8A"),
    sun="#F0BF4A",
    cloud="#FBE9D2",
    far="#C9A9A6",
    far_shade="#B0939C",
    snow="#FBE6CF",
    snow_shade="#D3A6A0",
    rock="#7FA6B4",
    rock_shade="#41627E",
    water="#86B9C4",
    water_deep="#3E7187",
    glint="#FBDDBB",
    lamp="#F5C95B",
    wall="#B4583C",
    wall_dark="#9A4631",
)


_DUSK = replace(
    _seen(_at_dusk),
    light="dusk",
    sky=("#4F7F8E", "#7F9C95", "#BFAF83", "#E6B765", "#E4964A", "#D4713D"),
    sun="#B93A25",
    cloud="#F3C98E",
    far="#9C5A4C",
    far_shade="#7E4848",
    snow="#F6C98F",
    snow_shade="#B4735F",
    rock="#8F5350",
    rock_shade="#46344A",
    pine="#2A3A3A",
    pine_dark="#1D2A30",
    slope="#2F3E39",
    slope_dark="#1D2A30",
    water="#6C8F95",
    water_deep="#2E4A60",
    glint="#F5C878",
    shadow="#2A1F33",
    lamp="#F7CC58",
    wall="#7C3328",
    wall_dark="#642821",
)


_NIGHT = replace(
    _seen(_at_night),
    light="night",
    sky=("#112536", "#142B3C", "#173447", "#1B4055", "#1F4C63", "#265B72"),
    sun="#F1E3B8",
    cloud="#2B5468",
    far="#1E4A60",
    far_shade="#183F54",
    snow="#BFE0E8",
    snow_shade="#5E9DB2",
    rock="#2E7C95",
    rock_shade="#164A62",
    pine="#10242F",
    pine_dark="#0B1A24",
    slope="#142C37",
    slope_dark="#0B1A24",
    straw="#7C7A69",
    straw_dark="#4F5154",
    earth="#4B4A4B",
    earth_dark="#30343A",
    sand="#7F8783",
    sand_dark="#5B6568",
    meadow="#2C4A48",
    meadow_dark="#213C3E",
    water="#1F5870",
    water_deep="#123A50",
    glint="#8FC4D2",
    shadow="#06121B",
    lamp="#F3C24B",
    wall="#4E2A2C",
    wall_dark="#3F2126",
    floor="#3A2A24",
)


_WINTER = replace(
    _seen(_in_winter),
    light="winter",
    sky=("#C3D6DC", "#CFDDE0", "#DBE4E3", "#E6EAE5", "#EFEFE6"),
    sun="#F4DC9C",
    cloud="#F6F4EC",
    far="#B7CED6",
    far_shade="#A2BECA",
    snow="#FBF8F0",
    snow_shade="#B3CEDA",
    rock="#7FAFC0",
    rock_shade="#3F7088",
    pine="#31504C",
    pine_dark="#24403F",
    slope="#DCE6E8",
    slope_dark="#C3D6DD",
    meadow="#EEF0EA",
    meadow_dark="#C9DAE0",
    straw="#F3EEDD",
    straw_dark="#C6B58C",
    earth="#E4E8E4",
    earth_dark="#A9BEC6",
    sand="#F2F0E6",
    sand_dark="#C4D3D6",
    water="#A9CFDB",
    water_deep="#5E97AD",
    glint="#F4F6F2",
    lamp="#F0C561",
    wall="#9A4433",
    wall_dark="#82372B",
)


OUTDOORS = {p.light: p for p in (Palette(), _DAWN, _DUSK, _NIGHT, _WINTER)}


def _indoors(light: str, glass: str, dark: str, share: float) -> Palette:
    seen = _seen(lambda colour: mix(filtered(colour, glass), dark, share))
    return replace(seen, light=light, lamp=OUTDOORS[light].lamp)


INDOORS = {
    "day": Palette(),
    "dawn": _indoors("dawn", "#FFF1E2", "#E9A88C", 0.1),
    "dusk": _indoors("dusk", "#FBDDB4", "#4A2630", 0.2),
    "night": _indoors("night", "#FFDFAE", "#22202E", 0.36),
    "winter": _indoors("winter", "#F4FAFF", "#DDE8EC", 0.08),
}
