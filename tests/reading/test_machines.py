"""What machines ask for by name: robots.txt, the web app manifest, icons."""

import io
import urllib.robotparser

import pytest
from PIL import Image as Pixels


def test_robots_are_told_what_is_for_readers_only_and_where_the_sitemaps_are(browser):
    response = browser.client.get("/robots.txt")
    assert response.content_type == "text/plain; charset=utf-8"
    rules = urllib.robotparser.RobotFileParser()
    rules.parse(response.get_data(as_text=True).splitlines())
    for path in ("/account/saved/", "/newsroom/", "/search/?q=x", "/mailbox/", "/preferences/t/"):
        assert not rules.can_fetch("Googlebot", path), path
    for path in (
        "/",
        "/2026/01/x/",
        "/category/nation/",
        "/feed/",
        "/subscribe/",
        "/pictures/x",
        "/search/",
    ):
        assert rules.can_fetch("Googlebot", path), path
    sitemaps = rules.site_maps()
    assert sitemaps == [
        f"http://localhost/{name}.xml" for name in ("sitemap", "news-sitemap", "picture-sitemap")
    ]
    for address in sitemaps:
        assert browser.client.get(address).status_code == 200


def test_the_manifest_names_the_paper_and_icons_that_there_are(browser):
    page = browser.open("/")
    response = browser.client.get(page.one("link[rel=manifest]")["href"])
    assert response.content_type == "application/manifest+json"
    manifest = response.get_json()
    assert (manifest["name"], manifest["start_url"]) == ("The Astana Times", "http://localhost/")
    assert {(i["sizes"], i["purpose"]) for i in manifest["icons"]} == {
        (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    for icon in manifest["icons"]:
        assert (
            f"{pixels(browser, icon['src']).width}x{pixels(browser, icon['src']).height}"
            == icon["sizes"]
        )


def test_a_phone_finds_an_icon_without_transparent_corners(browser):
    icon = pixels(browser, browser.open("/").one("link[rel=apple-touch-icon]")["href"])
    assert icon.size == (180, 180)
    flat = icon.convert("RGBA")
    assert flat.getpixel((0, 0)) == (0x14, 0x21, 0x2B, 255)
    assert len(flat.getcolors(100_000)) > 20  # the mark is drawn on it


def test_the_old_place_of_the_icon_leads_to_it(browser):
    response = browser.client.get("/favicon.ico", follow_redirects=True)
    assert response.content_type == "image/png"
    assert response.cache_control.max_age == 7 * 24 * 3600


@pytest.mark.parametrize(
    "path", ["/icon-0.png", "/icon-100000.png", "/icon-x.png", "/icon-181.png"]
)
def test_no_icon_is_drawn_in_a_size_that_nobody_needs(browser, path):
    assert browser.client.get(path).status_code == 404


def pixels(browser, address):
    response = browser.client.get(address)
    assert response.content_type == "image/png"
    return Pixels.open(io.BytesIO(response.data))
