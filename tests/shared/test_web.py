"""Edges of every request: headers, forms from elsewhere, where to go next, how much may be sent."""

from __future__ import annotations

import pytest

from webapp import web


@pytest.mark.parametrize(
    ("target", "followed"),
    [
        ("/account/saved/", True),
        ("/search/?q=apples&page=2", True),
        ("", False),
        ("//evil.example", False),
        ("///evil.example", False),
        ("https://evil.example/", False),
        ("/\\evil.example", False),
        ("javascript:alert(1)", False),
        ("/path\r\nLocation: https://evil.example", False),
        ("/\tevil", False),
    ],
)
def test_only_a_path_of_this_site_is_followed(app, target, followed):
    with app.test_request_context("/", query_string={"next": target}):
        assert web.safe_next("/fallback/") == (target if followed else "/fallback/")


def test_every_answer_carries_the_headers(browser):
    headers = browser.open("/").response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert len(headers["X-Request-ID"]) == 16


def test_an_anonymous_page_carries_no_cookie(browser):
    assert "Set-Cookie" not in browser.open("/").response.headers


FORGED = [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
FROM_A_SITE = {"Origin": "https://evil.example"}


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        *(("/subscribe/", headers) for headers in FORGED),
        *(("/submit/", headers) for headers in [*FORGED, FROM_A_SITE]),
    ],
)
def test_a_form_without_token_from_elsewhere_is_refused(browser, path, headers, outbox):
    """But for asking for letters, which a form on a site that says its name may: see 0004."""
    form = {"email": "reader@example.com", "lists": "the-week", "headline": "H", "text": "T"}
    answer = browser.client.post(path, data=form, headers=headers)
    assert answer.status_code == 400
    assert outbox() == []


def test_ten_megabytes_of_form_are_refused_with_a_page(browser):
    answer = browser.client.post("/subscribe/", data={"email": "a" * 10_000_000})
    assert answer.status_code == 413
    assert "too much at once" in answer.text
