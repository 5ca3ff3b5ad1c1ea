"""Links of a letter are asked over the network, a few at a time, and never into a private one."""

from __future__ import annotations

import asyncio
import socket
import time

import pytest

from webapp.campaigns.inspections import asking
from webapp.campaigns.inspections.guarding import Guard

AGENT = "Masthead link check (+https://paper.example)"


@pytest.fixture(autouse=True)
def in_context():
    """Nothing here needs the application."""


@pytest.fixture
def guard(pages):
    return Guard(frozenset({("127.0.0.1", pages.port)}))


def fault_of(url, guard):
    return asyncio.run(asking.fault_of(url, guard, AGENT))


def test_a_page_that_is_there_is_asked_by_head_alone(pages, guard):
    assert fault_of(pages.url("/story/?from=letter&day=1#top"), guard) == ""
    assert pages.asked == [("HEAD", "/story/?from=letter&day=1")]
    assert pages.agents == {AGENT}


def test_a_server_that_knows_no_head_is_asked_by_get(pages, guard):
    pages.answers["HEAD", "/a"] = (405, "")
    assert fault_of(pages.url("/a"), guard) == ""
    assert pages.asked == [("HEAD", "/a"), ("GET", "/a")]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "Nothing is there any more (404)"),
        (410, "Nothing is there any more (410)"),
        (403, "It lets no machine in (403)"),
        (429, "It lets no machine in (429)"),
        (418, "It answers with an error (418)"),
        (503, "Its server has trouble (503)"),
    ],
)
def test_each_error_is_a_sentence_of_its_own(pages, guard, status, words):
    pages.answers["/a"] = (status, "")
    assert fault_of(pages.url("/a"), guard).startswith(words)


def test_redirects_are_followed_a_few_times(pages, guard):
    pages.answers |= {"/0": (301, "/1"), "/1": (302, pages.url("/2#part"))}
    assert fault_of(pages.url("/0"), guard) == ""
    pages.answers["/round"] = (307, "round")
    assert "leads on more than 5 times" in fault_of(pages.url("/round"), guard)


@pytest.mark.parametrize(
    "goal",
    [
        "http://127.0.0.1:1/",
        "http://127.0.0.1/",
        "http://localhost:6379/",
        "http://169.254.169.254/latest/meta-data/",
        "//[::1]/",
        "file:///etc/passwd",
        "http://127.0.0.1:bad/",
    ],
)
def test_every_redirect_is_looked_at_anew(pages, guard, goal):
    pages.answers["/a"] = (302, goal)
    assert fault_of(pages.url("/a"), guard)
    assert pages.asked == [("HEAD", "/a")]


def test_without_the_setting_nothing_is_asked_on_loopback(pages):
    assert "private network" in fault_of(pages.url("/a"), Guard())
    assert pages.asked == []


def test_a_name_is_looked_up_once_and_the_address_is_asked(pages, guard):
    """Who owns the name may have it lead elsewhere a moment later."""
    answers = [["127.0.0.1"], ["10.0.0.1"]]

    async def rebinding(_host, _port):
        return answers.pop(0)

    guard = Guard(guard.inside, rebinding)
    assert fault_of(f"http://rebind.example:{pages.port}/a", guard) == ""
    assert answers == [["10.0.0.1"]]
    assert pages.asked == [("HEAD", "/a")]


def test_nothing_of_an_address_becomes_a_line_of_the_request(pages, guard):
    fault_of(pages.url("/a b\r\nX-More: 1\r\n\r\nGET /z"), guard)
    assert [method for method, _ in pages.asked] == ["HEAD"]


def test_a_server_that_is_not_there_is_said_so():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    guard = Guard(frozenset({("127.0.0.1", port)}))
    assert "No connection to its server" in fault_of(f"http://127.0.0.1:{port}/", guard)


def test_what_speaks_no_http_is_no_answer():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        guard = Guard(frozenset({("127.0.0.1", port)}))

        async def ask():
            asked = asyncio.create_task(asking.fault_of(f"http://127.0.0.1:{port}/", guard, AGENT))
            line, _ = await asyncio.to_thread(server.accept)
            with line:
                line.sendall(b"SSH-2.0-OpenSSH\r\n\r\n")
                return await asked

        assert "No connection to its server" in asyncio.run(ask())


def test_a_certificate_that_does_not_hold_is_said_so(pages, guard):
    assert fault_of(f"https://127.0.0.1:{pages.port}/", guard)
    assert pages.asked == []


def test_who_is_slow_is_not_waited_for(pages, guard, monkeypatch):
    monkeypatch.setattr(asking, "EACH", 0.3)
    assert "No answer within" in fault_of(pages.url("/slow/"), guard)


def test_for_all_together_there_is_a_time(pages, guard, monkeypatch):
    monkeypatch.setattr(asking, "ALL", 0.5)
    urls = [pages.url(f"/slow/{number}") for number in range(20)]
    begun = time.monotonic()
    answers = asyncio.run(asking.ask_all(urls, guard, AGENT, lambda: False))
    assert answers == {}
    assert time.monotonic() - begun < asking.EACH
    assert len(pages.asked) <= asking.AT_ONCE


def test_a_worker_that_ends_asks_no_more(pages, guard):
    urls = [pages.url(f"/{number}") for number in range(20)]
    answers = asyncio.run(asking.ask_all(urls, guard, AGENT, lambda: len(pages.asked) >= 3))
    assert 3 <= len(answers) <= 3 + asking.AT_ONCE
