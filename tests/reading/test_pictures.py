import io

import pytest
from PIL import Image as Pixels

from tests.makers import make_article
from webapp.extensions import db
from webapp.reading import opening, picturing
from webapp.reading.models import Image


def encoded(pixels, kind="JPEG", **options):
    file = io.BytesIO()
    pixels.save(file, kind, **options)
    return file.getvalue()


def plain(width=1200, height=800, mode="RGB"):
    return Pixels.new(mode, (width, height))


def files(image):
    return {path.name: read(path) for path in (picturing.uploads() / image.key).iterdir()}


def read(path):
    with Pixels.open(path) as pixels:
        pixels.load()
        return pixels


def test_a_picture_is_kept_in_renditions_that_are_never_enlarged(context):
    image = picturing.store(encoded(plain(1000, 500)), alt=" A\nriver ", caption="C", credit="D")
    kept = files(image)
    sizes = {"400": (400, 200), "800": (800, 400), "1000": (1000, 500)}
    assert {name: (pixels.size, pixels.format) for name, pixels in kept.items()} == {
        f"{width}.{ending}": (size, kind)
        for width, size in sizes.items()
        for ending, kind in {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}.items()
    } | {"card.jpg": ((1000, 500), "JPEG")}
    assert (image.width, image.height, image.alt) == (1000, 500, "A river")


def test_a_wide_picture_is_kept_at_sixteen_hundred_and_its_card_at_twelve_hundred(context):
    kept = files(picturing.store(plain(3000, 2000)))
    assert {name for name in kept if name.endswith("avif")} == {
        "400.avif", "800.avif", "1600.avif",
    }  # fmt: skip
    assert kept["card.jpg"].size == (1200, 800)


def test_a_tiny_picture_has_one_rendition(context):
    assert set(files(picturing.store(plain(1, 1)))) == {"1.avif", "1.webp", "1.jpg", "card.jpg"}


def test_nothing_hidden_in_the_file_survives(context):
    exif = Pixels.Exif()
    exif[0x010E] = "secret place"
    source = encoded(plain(900, 600), exif=exif, comment=b"secret note")
    assert b"secret" in source
    image = picturing.store(source)
    for path in (picturing.uploads() / image.key).iterdir():
        assert b"secret" not in path.read_bytes()


def test_a_picture_taken_sideways_is_kept_upright(context):
    exif = Pixels.Exif()
    exif[0x0112] = 6  # turned by a quarter
    image = picturing.store(encoded(plain(600, 400), exif=exif))
    assert (image.width, image.height) == (400, 600)


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "LA", "CMYK", "I;16"])
def test_every_kind_of_pixels_becomes_plain_colour(context, mode):
    kind = {"CMYK": "JPEG"}.get(mode, "PNG")
    image = picturing.store(encoded(plain(64, 48, mode), kind))
    assert {pixels.mode for pixels in files(image).values()} == {"RGB"}


def test_what_is_transparent_becomes_white(context):
    image = picturing.store(encoded(Pixels.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG"))
    assert min(files(image)["40.webp"].getpixel((20, 20))) >= 250


def test_of_a_moving_picture_the_first_is_kept(context):
    frames = [plain(50, 50), Pixels.new("RGB", (50, 50), "red")]
    source = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert getattr(files(picturing.store(source))["50.webp"], "n_frames", 1) == 1


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"just text, named .jpg",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        encoded(plain())[:400],
        encoded(plain(), "PNG")[:60],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        b"%PDF-1.4\n",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    ],
)
def test_what_is_no_picture_is_refused_in_one_sentence(context, source):
    with pytest.raises(opening.NotAPicture, match="Choose a JPEG"):
        picturing.store(source)
    assert list(picturing.uploads().iterdir()) == []


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(context):
    for size in ((20_000, 10), (7_000, 7_000)):
        with pytest.raises(opening.PictureTooLarge, match="at most 20 MB"):
            picturing.store(encoded(plain(*size, mode="1"), "PNG"))
    with pytest.raises(opening.PictureTooLarge):
        picturing.store(b"\0" * (opening.MAX_BYTES + 1))


def test_a_rendition_is_served_for_ever(browser, app):
    with app.app_context():
        image = picturing.store(plain(500, 300))
        db.session.commit()
        key = image.key
    response = browser.client.get(f"/pictures/{key}/400.webp")
    assert response.status_code == 200
    assert response.content_type == "image/webp"
    assert "immutable" in response.headers["Cache-Control"]
    assert "max-age=31536000" in response.headers["Cache-Control"]
    assert "Set-Cookie" not in response.headers
    response.close()


@pytest.mark.parametrize(
    "path",
    [
        "../secret_key",
        "%2e%2e/secret_key",
        "..%2fsecret_key/400.webp",
        "a/400.webp",
        f"{'a' * 32}/..",
        f"{'a' * 32}/400.webp",
        f"{'a' * 32}/4.svg",
    ],
)
def test_no_other_file_can_be_had(browser, path):
    assert browser.client.get(f"/pictures/{path}").status_code == 404


def test_the_narrowest_rendition_that_is_wide_enough_is_chosen():
    image = Image(key="a", width=1000, height=600)
    assert [image.rendition(width) for width in (1, 400, 401, 900, 5000)] == [
        "400.webp", "400.webp", "800.webp", "1000.webp", "1000.webp",
    ]  # fmt: skip


def test_a_picture_is_offered_in_every_format_it_has_best_first(browser, filled):
    with filled():
        make_article(image=picturing.store(plain(900, 600)), slug="river", body="<p>A</p>")
    address = browser.open("/all-stories/").all("a[href*=river]")[0]["href"]
    shown = browser.open(address).one(".story__picture picture")
    assert [source["type"] for source in shown.select("source")] == ["image/avif", "image/webp"]
    for part, ending in zip(shown.select("source, img"), ("avif", "webp", "jpg"), strict=True):
        widths = [(src.split(".")[-1], wide) for src, wide in map(str.split, srcset(part))]
        assert widths == [(ending, "400w"), (ending, "800w"), (ending, "900w")]
        assert part["sizes"]
        for src, _ in map(str.split, srcset(part)):
            assert fetched(browser, src) == f"image/{FORMAT_OF[ending]}"
    image = shown.select_one("img")
    assert (image["width"], image["height"], image["fetchpriority"]) == ("900", "600", "high")
    assert "loading" not in image.attrs


FORMAT_OF = {"avif": "avif", "webp": "webp", "jpg": "jpeg"}


def fetched(browser, address):
    response = browser.client.get(address)
    response.close()
    return response.content_type


def srcset(part):
    return part["srcset"].split(", ")


def test_the_focal_point_is_named_in_steps():
    image = Image(focus_x=0.5, focus_y=0.5)
    assert image.focus == "2-2"
    image.focus = "4-1"
    assert (image.focus_x, image.focus_y, image.focus) == (1.0, 0.25, "4-1")
