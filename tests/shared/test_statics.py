"""Static files: kept for ever at their own address, sent packed to whoever takes it."""

from __future__ import annotations

import gzip

import brotli
import pytest

from tests.house.source import ROOT

BUNDLE = ROOT / "static" / "dist"
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.fixture
def address(browser):
    """Where a page says that the site's style sheet is."""
    return browser.open("/").one("link[rel=stylesheet]")["href"]


def get(browser, address, **headers):
    """The answer, read to its end, so that its file is closed."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return browser.client.get(address, headers=named, buffered=True)


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0.2, gzip", "gzip"),
        ("*", "br"),
        ("br;q=0, gzip;q=0", None),
        ("identity", None),
        (None, None),
    ],
)
def test_a_text_is_sent_in_the_form_the_visitor_takes_best(browser, address, accepted, sent):
    response = get(browser, address, **({"Accept_Encoding": accepted} if accepted else {}))
    assert response.headers.get("Content-Encoding") == sent
    assert response.content_type == "text/css; charset=utf-8"
    assert "Accept-Encoding" in response.headers["Vary"]
    assert UNPACK[sent](response.data) == (BUNDLE / "site.css").read_bytes()


def test_each_form_has_a_tag_of_its_own(browser, address):
    forms = ("br", "gzip", "identity")
    tags = [get(browser, address, Accept_Encoding=form).headers["ETag"] for form in forms]
    assert len(set(tags)) == 3
    assert get(browser, address, Accept_Encoding="br", If_None_Match=tags[0]).status_code == 304


def test_a_file_at_its_own_address_is_kept_for_ever(browser, address):
    control = get(browser, address).cache_control
    assert (control.public, control.max_age, control.immutable) == (True, 31_536_000, True)


@pytest.mark.parametrize(
    "address", ["/static/dist/site.css", "/static/dist/site.css?v=of-tomorrow"]
)
def test_a_file_at_any_other_address_is_asked_for_again(browser, address):
    control = get(browser, address).cache_control
    assert control.no_cache
    assert not control.max_age
    assert not control.immutable


def test_a_font_has_its_own_address_and_is_not_packed_twice(browser):
    font = next((BUNDLE / "fonts").glob("*.woff2"))
    response = get(browser, f"/static/dist/fonts/{font.name}", Accept_Encoding="br")
    assert response.cache_control.immutable
    assert response.content_type == "font/woff2"
    assert "Content-Encoding" not in response.headers
    assert response.data == font.read_bytes()


def test_every_text_of_the_bundle_is_packed():
    texts = [path for path in BUNDLE.iterdir() if path.suffix in {".css", ".js"}]
    assert texts
    for path in texts:
        for ending, form in ((".br", "br"), (".gz", "gzip")):
            packed = path.with_name(path.name + ending).read_bytes()
            assert UNPACK[form](packed) == path.read_bytes()
            assert len(packed) < path.stat().st_size


@pytest.mark.parametrize("name", ["nothing.css", "../webapp/config.py", "dist/"])
def test_nothing_else_is_sent(browser, name):
    assert get(browser, f"/static/{name}").status_code == 404
