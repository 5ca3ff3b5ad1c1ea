"""Passwords stolen elsewhere: the list in the instance, and the question asked of a server."""

from __future__ import annotations

import hashlib
import http.server
import json
import threading
from typing import ClassVar

import pytest
import structlog
from click.testing import CliRunner

from tests.accounts.steps import register
from tests.conftest import SETTINGS
from webapp.accounts.passwords import breaches, condensing
from webapp.cli.passwords import passwords

STOLEN = "seven grey herons"
SAFE = "eight grey herons"
LISTED = [f"number {n} of many" for n in range(2000)]


def digest_of(password):
    return hashlib.sha1(password.encode(), usedforsecurity=False).digest()


def digits_of(password):
    return digest_of(password).hex().upper()


def lines_of(*listed, count=3, ending="\r\n"):
    return [f"{digits}:{count}{ending}".encode() for digits in sorted(map(digits_of, listed))]


def take(folder, lines, least=1):
    return condensing.take(lines, folder, least=least, watch=lambda _read: None)


def has(folder, password):
    return condensing.has(folder, digest_of(password))


def test_every_password_of_the_list_is_found_and_no_other(tmp_path):
    assert take(tmp_path, lines_of(*LISTED)) == len(LISTED)
    assert all(has(tmp_path, password) for password in LISTED)
    assert not any(has(tmp_path, password + "!") for password in LISTED)
    assert (tmp_path / condensing.FILE).stat().st_size == 6 * len(LISTED)


def test_without_a_list_or_with_an_empty_one_nothing_is_found(tmp_path):
    assert not has(tmp_path, STOLEN)
    assert take(tmp_path, []) == 0
    assert not has(tmp_path, STOLEN)


def test_a_new_list_takes_the_place_of_the_old_one_while_it_is_used(tmp_path):
    take(tmp_path, lines_of(STOLEN))
    assert has(tmp_path, STOLEN)
    take(tmp_path, lines_of(SAFE, STOLEN + "!"))
    assert has(tmp_path, SAFE)
    assert not has(tmp_path, STOLEN)


def test_only_those_seen_often_are_kept(tmp_path):
    often, once = lines_of(STOLEN, count=100), lines_of(SAFE, count=1)
    assert take(tmp_path, sorted([*often, *once]), least=10) == 1
    assert has(tmp_path, STOLEN)
    assert not has(tmp_path, SAFE)


@pytest.mark.parametrize(
    ("lines", "because"),
    [
        ([b"password:3\n"], "Line 1 is not a SHA-1"),
        ([*reversed(lines_of(STOLEN, SAFE))], "Line 2 is not in order"),
        ([b"\n"], "Line 1"),
    ],
)
def test_what_is_no_list_is_refused_and_the_old_one_stays(tmp_path, lines, because):
    take(tmp_path, lines_of(STOLEN))
    with pytest.raises(condensing.NotAList, match=because):
        take(tmp_path, lines)
    assert has(tmp_path, STOLEN)
    assert [path.name for path in tmp_path.iterdir()] == [condensing.FILE]


def test_a_stolen_password_is_refused_where_it_is_chosen(app, browser, tmp_path):
    (tmp_path / "list.txt").write_bytes(b"".join(lines_of(STOLEN)))
    with app.app_context():
        done = CliRunner().invoke(passwords, ["take", str(tmp_path / "list.txt"), "--json"])
    assert json.loads(done.output) == {"kept": 1}
    assert "stolen from another site" in register(browser, password=STOLEN, status=422).text
    assert register(browser, password=SAFE).title == "Check your mail"


class Range(http.server.BaseHTTPRequestHandler):
    """Answers as the range question is answered: every hash that begins alike, and padding."""

    asked: ClassVar[list] = []
    answer = "known"
    arrived, released = threading.Event(), threading.Event()

    def do_GET(self):
        self.asked.append((self.path, self.headers["Add-Padding"]))
        self.arrived.set()
        if self.answer == "late":
            self.released.wait(10)
        self.send_response({"broken": 500, "elsewhere": 302}.get(self.answer, 200))
        if self.answer == "elsewhere":
            self.send_header("Location", self.path + "/again")
        self.end_headers()
        lines = [f"{'0' * 35}:7", f"{digits_of(STOLEN)[5:]}:{3 if self.answer == 'known' else 0}"]
        self.wfile.write("\r\n".join(lines).encode())

    def log_message(self, *_words):
        """Say nothing."""


@pytest.fixture
def settings(database_url):
    """The app asks a server of this machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Range)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Range.asked, Range.answer = [], "known"
    Range.arrived.clear()
    Range.released.clear()
    yield SETTINGS | {
        "DATABASE_URL": database_url,
        "RATELIMIT_ENABLED": False,
        "BREACHED_PASSWORDS_URL": f"http://127.0.0.1:{server.server_port}/range/",
    }
    Range.released.set()
    server.shutdown()
    server.server_close()


def test_only_five_digits_leave_and_the_answer_decides(browser):
    assert "stolen from another site" in register(browser, password=STOLEN, status=422).text
    assert Range.asked == [(f"/range/{digits_of(STOLEN)[:5]}", "true")]
    assert register(browser, password=SAFE).title == "Check your mail"
    assert len(Range.asked) == 2


def test_padding_is_no_theft(browser):
    Range.answer = "padding"
    assert register(browser, password=STOLEN).title == "Check your mail"


@pytest.mark.parametrize("answer", ["broken", "elsewhere", "late"])
def test_a_server_that_fails_keeps_nobody_out(browser, monkeypatch, answer):
    if answer == "late":
        monkeypatch.setattr(breaches, "PATIENCE", 0.1)
    Range.answer = answer
    with structlog.testing.capture_logs() as logged:
        assert register(browser, password=STOLEN).title == "Check your mail"
    assert [line["event"] for line in logged] == ["breached passwords not asked"]
    assert len(Range.asked) == 1


def test_while_a_server_is_asked_others_can_write(browser, other_browser, reader, monkeypatch):
    monkeypatch.setattr(breaches, "PATIENCE", 10)
    Range.answer = "late"
    waiting = threading.Thread(target=register, args=(browser,), kwargs={"password": SAFE})
    waiting.start()
    assert Range.arrived.wait(10)
    assert other_browser.open("/account/forgot/")
    other_browser.press("Send me a link", email="reader@example.com")
    assert waiting.is_alive()
    Range.released.set()
    waiting.join()
