"""The colours of the drawn scenes: one limited gouache palette, as it is by day."""

from dataclasses import dataclass


def mix(first: str, second: str, share: float) -> str:
    """The colour that lies `share` (0 to 1) of the way from `first` to `second`, as #RRGGBB."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def filtered(colour: str, glass: str) -> str:
    """`colour` as seen through coloured glass: each channel is multiplied."""
    pairs = ((int(colour[i : i + 2], 16), int(glass[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{a * b // 255:02X}" for a, b in pairs)


@dataclass(frozen=True)
class Palette:
    """Every colour a scene may use, in one light. Sky bands run from the zenith to the horizon."""

    light: str = "day"
    sky: tuple[str, ...] = ("#C6E5EC", "#C6E5EC", "#CDE8EC", "#D8EBE8", "#E4EEE4")
    sun: str = "#E2AC2C"
    cloud: str = "#F5EEDF"
    far: str = "#9CCBD8"
    far_shade: str = "#83BACB"
    snow: str = "#F5EEDF"
    snow_shade: str = "#A6CFDA"
    rock: str = "#4AB3CB"
    rock_shade: str = "#1B6580"
    pine: str = "#2E5245"
    pine_dark: str = "#213F38"
    slope: str = "#2E5245"
    slope_dark: str = "#213F38"
    meadow: str = "#8DA26B"
    meadow_dark: str = "#6F8A56"
    straw: str = "#E2AC2C"
    straw_dark: str = "#B87A2A"
    earth: str = "#B87A2A"
    earth_dark: str = "#8A5620"
    sand: str = "#E6CD95"
    sand_dark: str = "#C9A25A"
    water: str = "#4AB3CB"
    water_deep: str = "#1B6580"
    glint: str = "#C6E5EC"
    shadow: str = "#142B3C"
    turquoise: str = "#4AB3CB"
    deep: str = "#1B6580"
    navy: str = "#142B3C"
    red: str = "#A3422E"
    red_dark: str = "#7C2E24"
    gold: str = "#E2AC2C"
    ochre: str = "#B87A2A"
    brown: str = "#5E3A1E"
    cream: str = "#F5EEDF"
    cream_shade: str = "#DCCBA6"
    stone: str = "#CBB892"
    stone_shade: str = "#9C8763"
    forest: str = "#2E5245"
    olive: str = "#8DA26B"
    pink: str = "#D98A78"
    lamp: str = "#1B6580"
    wall: str = "#A3422E"
    wall_dark: str = "#8A3526"
    floor: str = "#8A5620"

    @property
    def lamps_lit(self) -> bool:
        """Whether people have their lamps on."""
        return self.light in {"dawn", "dusk", "night"}

    def glow(self, by_day: str) -> str:
        """The colour of a window: `by_day`, or lamplight."""
        return self.lamp if self.lamps_lit else by_day
