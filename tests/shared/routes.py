"""Every address of the house, built from its routes, and what a browser makes of an answer."""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin, urlsplit

from werkzeug.routing import AnyConverter

from webapp.answer_headers import CONTENT_SECURITY_POLICY, LETTER_POLICY, PERMISSIONS_POLICY

SLUG = "a-story"
HERE = "http://localhost/"
VALUES = {"year": 2026, "month": 11, "day": 6, "size": 48, "slug": SLUG, "filename": "x.css"}
EVERYWHERE = {
    "X-Content-Type-Options": {"nosniff"},
    "Referrer-Policy": {"strict-origin-when-cross-origin", "same-origin"},
    "Permissions-Policy": {PERMISSIONS_POLICY},
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin", "cross-origin"},
    "Content-Security-Policy": {CONTENT_SECURITY_POLICY, LETTER_POLICY},
}
FRAMED = {"mail.message_html", "newsroom.letter"}  # mails, which a page of ours shows in a frame
SHOWN_ELSEWHERE = {"reading.picture", "reading.icon", "reading.favicon"}


def rules(app, method="GET"):
    """Every rule that takes a method."""
    return [rule for rule in app.url_map.iter_rules() if method in rule.methods]


def address(rule, **values):
    """An address under a rule; ``values`` for all of its parts that take them."""
    parts = dict(rule.defaults or {})
    for name, converter in rule._converters.items():
        if isinstance(converter, AnyConverter):
            parts[name] = min(converter.items)
        else:
            parts[name] = values.get(name, VALUES.get(name, 1))
    return rule.build(parts, append_unknown=False)[1]


def addresses(app, method="GET", **values):
    """Every rule that takes a method, with an address under it."""
    return [(rule, address(rule, **values)) for rule in rules(app, method)]


def get_as_it_stands(client, path):
    """GET with a path that Werkzeug’s client would read as a host."""
    path, _, query = path.partition("?")
    environ = {"PATH_INFO": unquote(path), "QUERY_STRING": query}
    return client.get("/", environ_overrides=environ, buffered=True)


def check_headers(answer, endpoint=""):
    """Hold an answer against what all must say."""
    where = f"{answer.request.method} {answer.request.path}: {answer.status}"
    for name, allowed in EVERYWHERE.items():
        found = answer.headers.getlist(name)
        assert len(found) == 1, f"{where}: {len(found)} × {name}"
        assert found[0] in allowed, f"{where}: {name}: {found[0]}"
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["X-Request-ID"]), where
    assert "Access-Control-Allow-Origin" not in answer.headers, where
    if answer.status_code == 200:
        policy = answer.headers["Content-Security-Policy"]
        assert (policy == LETTER_POLICY) == (endpoint in FRAMED), where
        shown = answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert shown == (endpoint in SHOWN_ELSEWHERE), where
    if (answer.mimetype or "").startswith("text/"):
        assert "charset" in answer.headers["Content-Type"], where
    if answer.status_code >= 400:
        assert answer.headers["Cache-Control"] == "no-store", where
    if "Set-Cookie" in answer.headers:
        assert answer.headers["Cache-Control"] == "no-store", where
    if 300 <= answer.status_code < 400 and answer.status_code != 304:
        assert stays_here(answer.headers["Location"]), f"{where}: {answer.headers['Location']}"


def stays_here(target):
    """Whether a browser that is sent to ``target`` stays on this site (WHATWG, URL standard).

    It drops control characters and spaces at the ends, and line ends and tabs anywhere, and takes a
    backslash for a slash.
    """
    trimmed = target.strip("".join(map(chr, range(33))))
    read = re.sub(r"[\t\r\n]", "", trimmed).replace("\\", "/")
    try:
        goal = urlsplit(urljoin(HERE, re.sub(r"^/{3,}", "//", read)))
    except ValueError:
        return False
    return f"{goal.scheme}://{goal.netloc}/" == HERE
