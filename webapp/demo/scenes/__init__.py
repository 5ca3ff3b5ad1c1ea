"""Pictures drawn by code for the demo newspaper and the product’s empty states.

`draw` gives a scene as an SVG document, `picture` the same as pixels. Both are deterministic:
one name, light and seed always make the same picture.
"""

import io
from collections.abc import Callable

import resvg_py
from PIL import Image

from . import (
    aral,
    bread,
    bridge,
    canyon,
    capital,
    caravan,
    carvings,
    chess,
    dunes,
    felt,
    figures,
    glacier,
    harvest,
    heights,
    herds,
    lakes,
    launch,
    library,
    maps,
    market,
    mausoleum,
    music,
    orchard,
    polling,
    port,
    press,
    railway,
    school,
    skiing,
    skyline,
    steppe,
    tea,
    weather,
    wetlands,
    yurts,
)
from .strokes.lights import INDOORS, LIGHTS, OUTDOORS
from .strokes.sheet import Sheet
from .strokes.skies import snowfall

__all__ = ["LIGHTS", "SCENES", "draw", "picture"]

_OPEN_AIR: dict[str, Callable[[Sheet], None]] = {
    "wild-apples": orchard.wild_apples,
    "observatory": heights.observatory,
    "eagle": heights.eagle,
    "drowned-forest": lakes.drowned_forest,
    "mountain-lake": lakes.mountain_lake,
    "flamingos-lake": wetlands.flamingos_lake,
    "ili-delta": wetlands.ili_delta,
    "aral-boat": aral.aral_boat,
    "wind-turbines": steppe.wind_turbines,
    "train-steppe": railway.train_steppe,
    "tulips": steppe.tulips,
    "yurt": yurts.yurt,
    "wheat-field": harvest.wheat_field,
    "capital-river": capital.capital_river,
    "city-skyline": skyline.city_skyline,
    "tiled-mausoleum": mausoleum.tiled_mausoleum,
    "bridge-ice": bridge.bridge_ice,
    "caspian-port": port.caspian_port,
    "school-morning": school.school_morning,
    "saiga": herds.saiga_steppe,
    "horse-riders": herds.horse_riders,
    "caravan-road": caravan.caravan_road,
    "stone-figures": figures.stone_figures,
    "canyon": canyon.canyon,
    "petroglyphs": carvings.petroglyphs,
    "singing-dune": dunes.singing_dune,
    "glacier": glacier.glacier,
    "ski-slope": skiing.ski_slope,
    "weather-station": weather.weather_station,
    "spacecraft-steppe": launch.spacecraft_steppe,
}
_UNDER_A_ROOF: dict[str, Callable[[Sheet], None]] = {
    "market-melons": market.market_melons,
    "tea-table": tea.tea_table,
    "baursak-bread": bread.baursak_bread,
    "felt-carpet": felt.felt_carpet,
    "dombra": music.dombra,
    "chess-table": chess.chess_table,
    "library-shelves": library.library_shelves,
    "ballot-box": polling.ballot_box,
    "gazette-press": press.gazette_press,
    "map-table": maps.map_table,
}
_SCENES = _OPEN_AIR | _UNDER_A_ROOF

SCENES: tuple[str, ...] = tuple(_SCENES)


def draw(name: str, light: str = "day", seed: int = 0) -> str:
    """A scene as an SVG document, 1500 × 1000; KeyError for an unknown name or light.

    The dice depend on name and seed only, so a place keeps its shape in every light.
    """
    scene = _SCENES[name]
    outside = OUTDOORS[light]
    here = outside if name in _OPEN_AIR else INDOORS[light]
    sheet = Sheet(here, outside, f"{name} {seed}")
    scene(sheet)
    if light == "winter" and name in _OPEN_AIR:
        snowfall(sheet)
    return sheet.svg()


def picture(name: str, light: str = "day", seed: int = 0, width: int = 1600) -> Image.Image:
    """A scene as an RGB picture `width` pixels wide and two thirds as high."""
    png = resvg_py.svg_to_bytes(
        svg_string=draw(name, light, seed), width=width, skip_system_fonts=True
    )
    return Image.open(io.BytesIO(png)).convert("RGB")
