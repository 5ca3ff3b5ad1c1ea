"""Edges of every address: the headers of every answer, and what no cache may keep."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.shared.routes import address, addresses, check_headers, rules
from webapp import create_app
from webapp.extensions import db

PERSONAL = ("/preferences/", "/unsubscribe/", "/subscribe/confirm/", "/account/", "/mailbox/")


def test_every_page_has_the_headers_for_a_stranger(app, stranger):
    seen = Counter()
    for rule, path in addresses(app):
        answer = stranger.get(path, buffered=True)
        check_headers(answer, rule.endpoint)
        seen[answer.status_code] += 1
    assert {200, 301, 302, 404} <= set(seen)
    assert sum(seen.values()) > 100
    assert not [status for status in seen if status >= 500]


def test_every_page_has_the_headers_for_staff_and_what_is_guarded_is_kept_by_no_cache(app, owner):
    seen = Counter()
    for rule, path in addresses(app):
        answer = owner.get(path, buffered=True)
        check_headers(answer, rule.endpoint)
        cached = answer.headers.get("Cache-Control", "")
        if getattr(app.view_functions[rule.endpoint], "guarded_by", ""):
            assert cached == "no-store", path
        elif answer.mimetype == "text/html":
            assert {"no-store", "private"} & set(cached.replace(",", "").split()), path
        seen[answer.status_code] += 1
    assert seen[200] > 70
    assert not [status for status in seen if status >= 500]


def test_what_is_guarded_and_not_there_is_kept_by_no_cache_either(app, owner):
    """A 404 may be kept unless it says otherwise, and tells who may open what (RFC 9110, 15.1)."""
    missing = 0
    for rule in rules(app):
        if getattr(app.view_functions[rule.endpoint], "guarded_by", "") and rule.arguments:
            answer = owner.get(address(rule) if "token" in rule.arguments else _none_of(rule))
            assert answer.headers["Cache-Control"] == "no-store", rule
            check_headers(answer)
            missing += answer.status_code == 404
    assert missing > 10


def _none_of(rule):
    numbers = dict.fromkeys(rule.arguments, 999999)
    return address(rule, **numbers)


def test_what_a_mailed_link_leads_to_is_kept_by_no_cache(app, stranger):
    for rule, path in addresses(app, token="made-up"):
        if path.startswith(PERSONAL):
            for asked in (path, path.rstrip("/")):
                answer = stranger.get(asked, buffered=True)
                assert answer.headers["Cache-Control"] == "no-store", asked
                check_headers(answer, rule.endpoint if asked == path else "")


def test_who_leaves_out_a_slash_gets_the_headers_too(app, stranger):
    without = [path.rstrip("/") for _, path in addresses(app) if path.endswith("/") and path != "/"]
    for path in without:
        answer = stranger.get(path, buffered=True)
        assert answer.status_code in {301, 308, 404}, path
        check_headers(answer)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_what_cannot_be_done_at_an_address_is_refused_with_the_headers(app, stranger, method):
    refused = Counter()
    for rule, path in addresses(app):
        others = rules(app, method)
        if method in rule.methods or any(other.rule == rule.rule for other in others):
            continue
        answer = stranger.open(path, method=method)
        check_headers(answer)
        refused[answer.status_code] += 1
    assert refused[405] > 50
    assert set(refused) <= {400, 404, 405}


def test_heads_and_options_have_the_headers(app, stranger):
    for path in ("/", "/account/sign-in/", "/no/such/page/", "/newsroom/"):
        for method in ("HEAD", "OPTIONS"):
            check_headers(stranger.open(path, method=method))


def test_what_is_known_already_has_the_headers(stranger):
    tag = stranger.get("/").headers["ETag"]
    answer = stranger.get("/", headers={"If-None-Match": tag})
    assert answer.status_code == 304
    check_headers(answer)


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_crash_has_the_headers(app, stranger, accept):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/crash/", "crash", lambda: 1 / 0)
    answer = stranger.get("/crash/", headers={"Accept": accept})
    assert answer.status_code == 500
    check_headers(answer)


def test_strict_transport_is_asked_for_where_there_is_https_and_nowhere_else(
    settings, tmp_path, stranger
):
    assert "Strict-Transport-Security" not in stranger.get("/").headers
    app = create_app(tmp_path / "https", settings | {"PUBLIC_URL": "https://paper.example"})
    client = app.test_client()
    for path in ("/", "/account/", "/no/such/page/", "/all-stories", "/static/none.css"):
        headers = client.get(path, base_url="https://paper.example").headers
        assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", path
        assert headers["Content-Security-Policy"].endswith("; upgrade-insecure-requests"), path
    with app.app_context():
        db.engine.dispose()
