"""`masthead dkim`: keys are made, shown, checked against a resolver, and taken into use."""

from __future__ import annotations

import socket
import threading

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest
from click.testing import CliRunner

from webapp.cli.dkim import dkim
from webapp.mail.dkim import keys, publishing


class Resolver:
    """Answers questions for TXT on a loopback port, from ``texts``."""

    def __init__(self):
        self.texts = {}
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                asked, who = self.socket.recvfrom(4096)
            except OSError:
                return
            answer = dns.message.make_response(dns.message.from_wire(asked))
            name = answer.question[0].name.to_text()
            if line := self.texts.get(name):
                answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", line))
            else:
                answer.set_rcode(dns.rcode.NXDOMAIN)
            self.socket.sendto(answer.to_wire(), who)


@pytest.fixture
def resolver():
    resolver = Resolver()
    yield resolver
    resolver.socket.close()


@pytest.fixture
def run(app):
    def run(*words):
        with app.app_context():
            done = CliRunner().invoke(dkim, words)
        return done.exit_code, done.output, done.exception

    return run


@pytest.fixture
def folder(app):
    return app.config["INSTANCE"] / keys.FOLDER


def publish(resolver, output):
    """Put the zone-file lines of an output into the DNS."""
    for line in output.splitlines():
        name, found, text = line.partition(" TXT ")
        if found:
            resolver.texts[name] = text


def test_made_keys_are_published_checked_and_used(run, resolver, folder):
    status, made, _ = run("make")
    assert status == 0
    assert "k=rsa" in made
    assert "k=ed25519" in made
    status, output, _ = run("check", "--resolver", resolver.address)
    assert status == 1
    assert "publish the lines above" in output
    publish(resolver, made)
    status, output, _ = run("check", "--resolver", resolver.address)
    assert status == 0, output
    (pair,) = keys.every(folder)
    assert keys.in_use(folder) is None
    assert run("use", pair.name)[0] == 0
    assert keys.in_use(folder) == pair
    assert "which sign" in run("show")[1]
    run("stop")
    assert keys.in_use(folder) is None


def test_a_record_that_says_another_key_is_not_published(run, resolver, folder):
    first = run("make")[1]
    run("make")
    publish(resolver, first)
    old, new = keys.every(folder)
    for one, other in zip(publishing.records(new, "x"), publishing.records(old, "x"), strict=True):
        name = one.name.removesuffix("x") + "astanatimes.example."
        resolver.texts[name] = other.line().partition(" TXT ")[2]
    assert run("check", "--resolver", resolver.address)[0] == 1


def test_no_string_of_a_record_is_longer_than_the_dns_takes(run):
    for line in run("make")[1].splitlines():
        assert all(len(piece) <= 255 for piece in line.split('"')[1::2])


def test_unknown_keys_are_refused_by_name(run):
    assert "There are no keys 20200101" in str(run("use", "20200101")[2])


def test_a_resolver_that_is_away_is_said_in_one_sentence(run, monkeypatch):
    monkeypatch.setattr(publishing, "SECONDS", 0.3)
    run("make")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        assert "does not answer" in str(run("check", "--resolver", address)[2])


def test_before_there_are_keys_it_says_how_to_make_some(run):
    assert "masthead dkim make" in run("show")[1]
    assert "masthead dkim make" in run("check", "--resolver", "127.0.0.1:9")[1]
