"""Ready pages in every encoding, with tags and dates by which browsers ask again (RFC 9110)."""

import gzip

import brotli
import pytest

STORY = "/2026/03/river/"


def test_a_browser_asks_again_and_caches_between_may_keep_it_for_a_moment(client, paper):
    headers = client.get("/").headers
    assert headers["Cache-Control"] == "public, max-age=0, s-maxage=30"
    assert headers["Vary"] == "Accept-Encoding, Cookie"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("gzip;q=0, br;q=0", None),
        ("identity, br;q=0.1", None),
        ("gzip;q=nonsense", None),
        ("", None),
    ],
)
def test_a_page_comes_in_the_encoding_its_reader_likes_best(client, paper, accepted, encoding):
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    answer = client.get(STORY, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert decode(answer.data) == client.get(STORY).data
    if encoding:
        assert len(answer.data) < len(client.get(STORY).data) / 3


def test_each_encoding_has_a_tag_of_its_own_that_is_answered_with_304(client, paper):
    tags = {}
    for encoding in ("br", "gzip", "identity"):
        wish = {"Accept-Encoding": encoding}
        tags[encoding] = client.get("/", headers=wish).headers["ETag"]
        for sent in (tags[encoding], f'"other", W/{tags[encoding]}', "*"):
            again = client.get("/", headers=wish | {"If-None-Match": sent})
            assert (again.status_code, again.data) == (304, b"")
            assert again.headers["ETag"] == tags[encoding]
            assert again.headers["Vary"] == "Accept-Encoding, Cookie"
            assert "Content-Security-Policy" in again.headers
            assert not {"Content-Length", "Content-Type"} & set(again.headers.keys())
    assert len(set(tags.values())) == 3
    wrong = {"Accept-Encoding": "br", "If-None-Match": tags["gzip"]}
    assert client.get("/", headers=wrong).status_code == 200


def test_a_date_counts_only_without_a_tag(client, paper):
    date = client.get("/").headers["Last-Modified"]
    since = {"If-Modified-Since": date}
    assert client.get("/", headers=since).status_code == 304
    assert client.get("/", headers=since | {"If-None-Match": '"other"'}).status_code == 200
    early = {"If-Modified-Since": "Mon, 02 Mar 2020 00:00:00 GMT"}
    assert client.get("/", headers=early).status_code == 200
    assert client.get("/", headers={"If-Modified-Since": "yesterday"}).status_code == 200


def test_head_has_the_headers_of_the_page_and_no_body(client, paper, rendered):
    head, get = client.head(STORY), client.get(STORY)
    assert head.data == b""
    del head.headers["X-Request-ID"], get.headers["X-Request-ID"]
    assert head.headers == get.headers
    assert client.head("/2026/03/nothing/").status_code == 404
    assert rendered == [STORY, "/2026/03/nothing/"]
