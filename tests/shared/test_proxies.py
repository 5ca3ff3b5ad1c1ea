"""Proxies: their word about a visitor counts, nobody else’s."""

from __future__ import annotations

import io
import json

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from webapp import proxies
from webapp.proxies import plain, trusted_from, visitor
from webapp.reading.edition.serving import LAYER

OURS = "10.0.0.0/8 127.0.0.1 2001:db8:1::/48"


@pytest.mark.parametrize(
    ("peer", "passed_on", "found"),
    [
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),  # not a proxy of ours
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["198.51.100.9", "198.51.100.1"], "198.51.100.1"),  # the left one is made up
        ("127.0.0.1", ["198.51.100.1", "10.2.3.4"], "198.51.100.1"),  # two proxies
        ("127.0.0.1", ["10.9.9.9", "198.51.100.1", "10.2.3.4"], "198.51.100.1"),
        ("10.0.0.1", [], "10.0.0.1"),  # a health check
        ("10.0.0.1", ["10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["unknown"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1", "unknown"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1:4711"], "198.51.100.1"),
        ("10.0.0.1", ["[2001:db8:2::7]:4711"], "2001:db8:2::7"),
        ("10.0.0.1", ["2001:db8:2::7"], "2001:db8:2::7"),
        ("2001:db8:1::1", ["198.51.100.1"], "198.51.100.1"),
        ("::ffff:10.0.0.1", ["::ffff:198.51.100.1"], "198.51.100.1"),  # a socket for both
    ],
)
def test_the_visitor_is_the_first_who_is_no_proxy_of_ours(peer, passed_on, found):
    assert visitor(plain(peer), passed_on, trusted_from(OURS)) == found


@pytest.mark.parametrize(
    ("number", "passed_on", "found"),
    [
        (1, ["198.51.100.9", "198.51.100.1"], "198.51.100.1"),
        (2, ["198.51.100.9", "198.51.100.1"], "198.51.100.9"),
        (2, ["198.51.100.1"], "198.51.100.1"),
        (1, [], "203.0.113.7"),
    ],
)
def test_so_many_proxies_are_believed_whatever_their_address(number, passed_on, found):
    assert visitor("203.0.113.7", passed_on, trusted_from(str(number))) == found


@given(passed_on=st.lists(st.text(max_size=20), max_size=5), real=st.ip_addresses(v=4))
def test_what_a_visitor_makes_up_changes_nothing(passed_on, real):
    trusted = trusted_from("192.0.2.1")
    if str(real) != "192.0.2.1":
        assert visitor("192.0.2.1", [*passed_on, str(real)], trusted) == str(real)


class TestInFront:
    @pytest.fixture
    def settings(self, settings):
        return settings | {"LOG_LEVEL": "INFO", "TRUSTED_PROXIES": "192.0.2.0/24"}

    @pytest.fixture
    def logged(self, app):
        """The network of the last request in the log, of a ready page or of another."""

        def ask(path, peer, **headers):
            file = io.StringIO()
            structlog.configure(logger_factory=structlog.WriteLoggerFactory(file))
            app.test_client().get(path, headers=headers, environ_overrides={"REMOTE_ADDR": peer})
            app.extensions[LAYER].rest()  # a ready answer’s line is written by a thread
            return json.loads(file.getvalue().splitlines()[-1])["network"]

        return ask

    @pytest.mark.parametrize("path", ["/account/sign-in/", "/offline/", "/all-stories"])
    def test_the_log_names_the_visitor_behind_the_proxy_and_no_made_up_one(self, logged, path):
        for _ in range(2):  # the second is ready, where pages are
            chain = {"X-Forwarded-For": "198.51.100.9, 198.51.100.1"}
            assert logged(path, "192.0.2.7", **chain) == "198.51.100.1"
            assert logged(path, "203.0.113.7", **chain) == "203.0.113.7"

    def test_a_host_that_is_passed_on_is_not_read(self, app):
        headers = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
        environ = {"REMOTE_ADDR": "192.0.2.7"}
        for path in ("/", "/all-stories", "/account/", "/no/such/page/"):
            answer = app.test_client().get(path, headers=headers, environ_overrides=environ)
            assert "evil" not in answer.text + str(answer.headers)


@pytest.mark.parametrize(
    ("peer", "said", "scheme"),
    [
        ("10.0.0.1", "https", "https"),
        ("10.0.0.1", "http, https", "https"),
        ("10.0.0.1", "gopher", "http"),
        ("10.0.0.1", "", "http"),
        ("203.0.113.7", "https", "http"),
    ],
)
def test_the_scheme_is_what_a_proxy_of_ours_says(peer, said, scheme):
    seen = {}
    environ = {
        "REMOTE_ADDR": peer,
        "HTTP_X_FORWARDED_PROTO": said,
        "wsgi.url_scheme": "http",
    }
    layer = proxies.Proxies(lambda environ, _start: seen.update(environ) or [], trusted_from(OURS))
    layer(environ, lambda *_: None)
    assert seen["wsgi.url_scheme"] == scheme
