"""Opening a connection: TLS where it is asked for, signing in, and never in the clear by mistake."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.machine import apt, find_or_get
from tests.mail.servers import Script, Server, free_port
from tests.mail.test_smtp_line import letters, send
from webapp.mail.letters import Fate, LineLost
from webapp.mail.transports import Way

USER, PASSWORD = "masthead", "p@ss:w/rd ü"
SIGN_IN = "masthead:p%40ss%3Aw%2Frd%20%C3%BC@"


class Keeper:
    """Keeps what it is given, with whether it came through TLS and signed in."""

    def __init__(self):
        self.kept = []

    async def handle_DATA(self, _server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        self.kept.append((envelope.rcpt_tos, session.ssl is not None, session.authenticated))
        return "250 taken"


def authenticator(_server, _session, _envelope, _mechanism, given):
    right = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=given == right, handled=False)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 and its key, in one file."""
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    openssl = find_or_get(
        lambda: Path(found) if (found := shutil.which("openssl")) else None,
        apt("openssl"),
        otherwise="No openssl found: install it to test mail over TLS.",
    )
    made = [
        openssl,
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
    ]
    made += ["-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*made, "-keyout", file, "-out", f"{file}.crt"], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + file.with_suffix(".pem.crt").read_bytes())
    return file


@pytest.fixture
def trusted(certificate, monkeypatch):
    """Our side trusts that certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.fixture
def serve(certificate):
    """Start aiosmtpd with these options; its keeper and its port."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    running = []

    def start(*, starttls=False, smtps=False, **options):
        keeper, port = Keeper(), free_port()
        if starttls:
            options |= {"tls_context": context}
        if smtps:
            options |= {"ssl_context": context}
        controller = Controller(keeper, hostname="127.0.0.1", port=port, **options)
        controller.start()
        running.append(controller)
        return keeper, port

    yield start
    for controller in running:
        controller.stop()


def test_starttls(serve, trusted):
    keeper, port = serve(starttls=True, require_starttls=True)
    notes, lost = send(
        f"smtp+starttls://127.0.0.1:{port}", letters("a@example.com", "b@example.com")
    )
    assert lost is None
    assert {fate for fate, _ in notes.fates.values()} == {Fate.SENT}
    assert [tls for _, tls, _ in keeper.kept] == [True, True]


def test_smtps(serve, trusted):
    keeper, port = serve(smtps=True)
    _, lost = send(f"smtps://127.0.0.1:{port}", letters("a@example.com"))
    assert lost is None
    assert len(keeper.kept) == 1


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_signing_in(serve, trusted, mechanism):
    others = {"PLAIN", "LOGIN"} - {mechanism}
    keeper, port = serve(
        starttls=True,
        authenticator=authenticator,
        auth_required=True,
        auth_exclude_mechanism=others,
    )
    _, lost = send(f"smtp+starttls://{SIGN_IN}127.0.0.1:{port}", letters("a@example.com"))
    assert lost is None
    assert [(tls, signed_in) for _, tls, signed_in in keeper.kept] == [(True, True)]


def test_a_wrong_password_sends_nothing_and_is_not_shown(serve, trusted):
    keeper, port = serve(starttls=True, authenticator=authenticator, auth_required=True)
    notes, lost = send(f"smtp+starttls://masthead:wrong@127.0.0.1:{port}", letters("a@example.com"))
    assert "535" in lost
    assert "wrong" not in lost
    assert (notes.fates, keeper.kept) == ({}, [])


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_certificate_nobody_vouches_for_is_refused(serve, scheme):
    keeper, port = serve(starttls=scheme != "smtps", smtps=scheme == "smtps")
    notes, lost = send(f"{scheme}://127.0.0.1:{port}", letters("a@example.com"))
    assert "certificate" in lost
    assert (notes.fates, keeper.kept) == ({}, [])


def test_a_server_without_starttls_gets_nothing_in_the_clear():
    with Server() as server:
        notes, lost = send(f"smtp+starttls://{SIGN_IN}{server.url[7:]}", letters("a@example.com"))
    assert "offers no STARTTLS" in lost
    assert notes.fates == {}
    assert not any(command.startswith(("AUTH", "MAIL")) for command in server.commands)


def test_words_slipped_in_before_tls_are_refused():
    with Server(Script(offers=("STARTTLS",))) as server:
        server.script.at["other", "*"] = ["220 go ahead\r\n250-slipped in\r\n250 AUTH PLAIN"]
        _, lost = send(f"smtp+starttls://{SIGN_IN}{server.url[7:]}", letters("a@example.com"))
    assert "between STARTTLS and TLS" in lost
    assert not any(command.startswith("AUTH") for command in server.commands)


def test_a_server_that_only_knows_helo_is_spoken_to_in_its_way():
    with Server() as server:
        server.script.at["ehlo", "*"] = ["502 what?"]
        notes, lost = send(server.url, letters("a@example.com"))
    assert lost is None
    assert notes.fates[1][0] == Fate.SENT
    assert any(command.startswith("HELO paper.example") for command in server.commands)


def test_a_server_that_says_nothing_is_given_up(monkeypatch):
    monkeypatch.setattr("webapp.mail.greeting.CONNECT_SECONDS", 0.2)
    with Server() as server:
        server.script.at["greeting", "*"] = ["220-still thinking"]
        with pytest.raises(LineLost, match="no answer in time"):
            asyncio.run(Way(server.url, "paper.example", "/nowhere").open())
