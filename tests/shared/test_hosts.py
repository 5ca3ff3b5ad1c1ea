"""The Host header is never trusted: another name than the site’s own is refused, and none repeated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared.routes import check_headers, get_as_it_stands
from webapp import create_app, hosts
from webapp.extensions import db

PAPER = "https://paper.example"
FOREIGN = [
    *("evil.example", "evil.example:80", "localhost.evil.example", "evil.example:localhost"),
    *("paper.example.evil.example", "localhost@evil.example", "evil.example#localhost"),
    *("localhost evil.example", "localhost/evil.example", "localhost,evil.example", "", " ", "\\"),
    *("0x7f.1", "2130706433", "127.0.0.1.evil.example", "[::1", "[::1]x"),
    *("192.0.2.7", "[2001:db8::1]", "localhost:port", "localhost:123456", ".", "a" * 5000),
]


@pytest.mark.parametrize(
    "path", ["/", "/all-stories/", "/all-stories", "/account/sign-in/", "/no/such/page/"]
)
def test_a_request_for_another_host_is_refused_and_its_name_not_repeated(stranger, path):
    stranger.get(path)  # what is the same for all is ready now
    for host in FOREIGN:
        answer = stranger.get(path, headers={"Host": host})
        assert answer.status_code == 400, host
        assert "This site answers at http://localhost/ only; open it there." in answer.text
        check_headers(answer)
        if len(host) > 2:
            assert host not in answer.text
            assert host not in str(answer.headers)


def test_a_script_is_refused_in_one_sentence(browser):
    asked = {"Host": "evil.example", "Accept": "application/json"}
    answer = browser.client.get("/", headers=asked)
    assert answer.status_code == 400
    assert answer.json == {"problem": "This site answers at http://localhost/ only; open it there."}


def test_nothing_is_done_for_another_host(browser, outbox):
    form = {"email": "reader@example.com", "lists": "the-week"}
    headers = {"Host": "evil.example", "Origin": "http://evil.example"}
    assert browser.client.post("/subscribe/", data=form, headers=headers).status_code == 400
    assert browser.client.post("/account/forgot/", data=form, headers=headers).status_code == 400
    assert not outbox()


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:5000", "LOCALHOST:8000", "127.0.0.1:54321", "[::1]:8000"]
)
def test_a_site_on_this_machine_answers_to_its_names_at_every_port(browser, paper, host):
    answer = browser.client.get("/", headers={"Host": host})
    assert answer.status_code == 200
    assert host not in answer.text.replace("http://localhost/", "")


def test_who_leaves_out_a_slash_is_sent_on_without_a_host(browser):
    for path, goal in {
        "/all-stories": "/all-stories/",
        "/search?q=a%20b": "/search/?q=a%20b",
        "/author//a-story/": "/author/a-story/",
        "//all-stories": "/all-stories/",
        "/account": "/account/",
    }.items():
        answer = get_as_it_stands(browser.client, path)
        assert answer.headers["Location"] == goal, path
        assert "localhost" not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"


def test_redirects_of_views_name_no_host(browser, paper):
    for path in ("/account/", "/?s=apple", "/favicon.ico", "/a-story/"):
        answer = browser.client.get(path, headers={"Host": "127.0.0.1:5555"})
        assert answer.status_code in {301, 302, 308}, path
        assert answer.headers["Location"].startswith("/"), path
        assert not answer.headers["Location"].startswith("//"), path


@pytest.mark.parametrize("host", ["192.0.2.7", "evil.example", "127.0.0.1:8000", ""])
def test_machines_that_watch_may_ask_by_number(browser, host):
    for path in ("/healthz", "/readyz"):
        answer = browser.client.get(path, headers={"Host": host})
        assert answer.status_code == 200
        assert answer.text in {"ok\n", "ready\n"}


def test_figures_are_for_who_asks_this_machine_from_it(browser):
    def status(host, address):
        environ = {"REMOTE_ADDR": address}
        answer = browser.client.get("/metrics", headers={"Host": host}, environ_overrides=environ)
        return answer.status_code

    assert status("127.0.0.1:8000", "127.0.0.1") == 200
    assert status("127.0.0.1:8000", "192.0.2.7") == 404
    assert status("evil.example", "127.0.0.1") == 404


def test_a_public_site_answers_to_its_name_alone(settings, tmp_path):
    app = create_app(tmp_path / "public", settings | {"PUBLIC_URL": PAPER})
    client = app.test_client()
    for host, status in {
        "paper.example": 200,
        "Paper.Example:443": 200,
        "www.paper.example": 400,
        "localhost": 400,
        "127.0.0.1": 400,
    }.items():
        answer = client.get("/account/sign-in/", headers={"Host": host})
        assert answer.status_code == status, host
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    ("host", "public_url", "ours"),
    [
        ("газета.example".encode("idna").decode(), "https://газета.example", True),
        ("[2001:db8::1]:8000", "http://[2001:db8::1]:8000", True),
        ("192.0.2.7:8000", "http://0.0.0.0:8000", True),  # masthead serve --host 0.0.0.0
        ("[2001:db8::1]", "http://[::]:8000", True),
        ("localhost:8000", "http://0.0.0.0:8000", True),
        ("evil.example", "http://0.0.0.0:8000", False),
        ("192.0.2.7", "http://192.0.2.8", False),
        ("[::::]", "http://localhost", False),
        ("[localhost]", "http://localhost", False),
    ],
)
def test_numbers_and_other_scripts(host, public_url, ours):
    assert hosts.is_ours(host, public_url) == ours


@given(
    before=st.text(st.characters(max_codepoint=255), max_size=9),
    after=st.text(st.characters(max_codepoint=255), max_size=9),
)
def test_nothing_may_stand_before_or_behind_the_name_but_a_port(before, after):
    is_port = not after or (after[0] == ":" and after[1:].isascii() and after[1:].isdigit())
    expected = not before and is_port and len(after) <= 6
    assert hosts.is_ours(f"{before}paper.example{after}", PAPER) == expected


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://paper.example", "https://paper.example"),
        ("https://Paper.example:443/news", "https://paper.example"),
        ("http://localhost:8000/", "http://localhost:8000"),
        ("http://[::1]:80", "http://[::1]"),
        ("https://газета.example", "https://xn--80aahjj1e.example"),
    ],
)
def test_the_origin_of_an_address_is_as_browsers_send_it(url, origin):
    assert hosts.origin_of(url) == origin
