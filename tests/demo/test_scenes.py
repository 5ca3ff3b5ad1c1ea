"""Every scene draws in every light, the same each time, and is a rich picture without words."""

from collections import Counter
from functools import cache
from xml.etree import ElementTree as ET

import pytest

from webapp.demo.scenes import LIGHTS, SCENES, draw, picture

SVG = "{http://www.w3.org/2000/svg}"
WANTED = {
    "wild-apples",
    "observatory",
    "tea-table",
    "eagle",
    "drowned-forest",
    "capital-river",
    "wind-turbines",
    "tiled-mausoleum",
    "canyon",
    "train-steppe",
    "yurt",
    "tulips",
    "baursak-bread",
    "saiga",
    "stone-figures",
    "felt-carpet",
    "aral-boat",
    "ili-delta",
    "petroglyphs",
    "caravan-road",
    "mountain-lake",
    "city-skyline",
    "dombra",
    "horse-riders",
    "chess-table",
    "wheat-field",
    "market-melons",
    "glacier",
    "bridge-ice",
    "library-shelves",
    "singing-dune",
    "caspian-port",
    "spacecraft-steppe",
    "ski-slope",
    "flamingos-lake",
    "weather-station",
    "ballot-box",
    "gazette-press",
    "map-table",
    "school-morning",
}


@cache
def seen(name, light="day"):
    return picture(name, light, width=240)


def tones(pixels):
    """How often each colour occurs, near ones counted together."""
    return Counter((r >> 4, g >> 4, b >> 4) for r, g, b in pixels.get_flattened_data())


def average(pixels):
    return pixels.resize((1, 1)).getpixel((0, 0))


def test_every_place_the_newspaper_tells_of_can_be_drawn():
    assert set(SCENES) == WANTED
    assert len(SCENES) == len(WANTED)


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_well_formed_wordless_and_always_the_same(name, light):
    document = draw(name, light)
    root = ET.fromstring(document)  # noqa: S314  # our own drawing
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox") == "0 0 1500 1000"
    kinds = {node.tag.removeprefix(SVG) for node in root.iter()}
    assert kinds <= {"svg", "g", "path", "clipPath"}
    assert document == draw(name, light)
    assert "nan" not in document
    assert "inf" not in document


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_a_rich_picture(name, light):
    pixels = seen(name, light)
    counted = tones(pixels)
    assert len(counted) > 40
    assert max(counted.values()) < 0.6 * pixels.width * pixels.height


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_keeps_its_subject_in_a_square_cut_from_the_middle(name):
    square = seen(name).crop((40, 0, 200, 160))
    counted = tones(square)
    assert len(counted) > 40
    assert max(counted.values()) < 0.6 * square.width * square.height


@pytest.mark.parametrize("name", SCENES)
def test_each_light_changes_a_scene(name):
    averages = {light: average(seen(name, light)) for light in LIGHTS}
    assert len(set(averages.values())) == len(LIGHTS)
    assert sum(averages["night"]) < min(sum(averages[light]) for light in ("day", "dawn", "winter"))


def test_another_seed_draws_another_picture():
    assert draw("tulips", seed=1) != draw("tulips", seed=2)


def test_a_picture_is_two_thirds_as_high_as_wide():
    assert picture("yurt", width=600).size == (600, 400)
    assert picture("yurt", width=600).mode == "RGB"


def test_an_unknown_scene_or_light_is_refused():
    with pytest.raises(KeyError):
        draw("unicorn")
    with pytest.raises(KeyError):
        draw("yurt", "noon")
