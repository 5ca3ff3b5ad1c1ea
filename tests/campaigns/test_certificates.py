"""Links by https: the certificate has to be of the name, whichever address was connected to."""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.campaigns.pages import Pages
from webapp import clock
from webapp.campaigns.inspections import asking
from webapp.campaigns.inspections.guarding import Guard

NAME = "pages.example"


@pytest.fixture(autouse=True)
def in_context():
    """Nothing here needs the application."""


@pytest.fixture
def certificate(tmp_path):
    """A certificate of NAME and its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), clock.now()
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    made = (
        x509.CertificateBuilder(named, named, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(pem + made.public_bytes(Encoding.PEM))
    return file


@pytest.fixture
def pages(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    pages = Pages()
    pages.server.socket = context.wrap_socket(pages.server.socket, server_side=True)
    with pages:
        yield pages


def fault_of(host, pages):
    """What is wrong with a page at that name, which leads to the server of the test."""

    async def here(_host, _port):
        return ["127.0.0.1"]

    guard = Guard(frozenset({("127.0.0.1", pages.port)}), here)
    return asyncio.run(asking.fault_of(f"https://{host}:{pages.port}/a", guard, "a test"))


def test_one_of_the_name_that_the_machine_trusts_is_good(pages, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert fault_of(NAME, pages) == ""
    assert pages.asked == [("HEAD", "/a")]


def test_one_of_another_name_is_not(pages, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert "Its certificate does not hold" in fault_of("other.example", pages)
    assert pages.asked == []


def test_one_that_the_machine_does_not_trust_is_not(pages):
    assert "Its certificate does not hold" in fault_of(NAME, pages)
    assert pages.asked == []
