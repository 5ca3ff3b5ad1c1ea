"""A passkey device in software, and a browser that hands its answers on.

What it signs and how follows W3C Web Authentication Level 3, 6.1 and 6.5; attestation is "none".
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

REFUSED = "That passkey opens nothing here; try another, or choose another way."

SCRIPT = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
PRESENT, VERIFIED, NEW_KEY = 0x01, 0x04, 0x40


def encoded(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The bytes of base64url."""
    return base64.urlsafe_b64decode(text + "==")


@dataclass
class Device:
    """One device with one passkey; each test bends what it is about."""

    origin: str = "http://localhost"
    domain: str = "localhost"
    flags: int = PRESENT | VERIFIED
    counter: int = 0
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    handle: bytes = b""
    challenge: str = ""  # signed in place of the asked one
    more: dict[str, object] = field(default_factory=dict)  # in the client data

    def make(self, options):
        """The answer to navigator.credentials.create()."""
        self.handle = decoded(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: _bytes(numbers.x), -3: _bytes(numbers.y)}
        key = bytes(16) + len(self.credential_id).to_bytes(2) + self.credential_id
        data = self._data(NEW_KEY) + key + cbor2.dumps(public)
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._credential(
            clientDataJSON=encoded(self._client_data("webauthn.create", options)),
            attestationObject=encoded(attested),
            transports=["internal", "hybrid"],
        )

    def show(self, options):
        """The answer to navigator.credentials.get()."""
        client, data = self._client_data("webauthn.get", options), self._data(0)
        signed = data + hashlib.sha256(client).digest()
        return self._credential(
            clientDataJSON=encoded(client),
            authenticatorData=encoded(data),
            signature=encoded(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            userHandle=encoded(self.handle),
        )

    def _credential(self, **response):
        name = encoded(self.credential_id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}

    def _client_data(self, kind, options):
        challenge = self.challenge or options["challenge"]
        said = {"type": kind, "challenge": challenge, "origin": self.origin, **self.more}
        return json.dumps(said).encode()

    def _data(self, more_flags):
        domain = hashlib.sha256(self.domain.encode()).digest()
        return domain + bytes([self.flags | more_flags]) + self.counter.to_bytes(4)


def _bytes(number: int) -> bytes:
    return number.to_bytes(32)


def send(browser, path, **body):
    """What our script does: POST JSON with the page’s token."""
    token = browser.page.token
    return browser.client.post(path, json=body, headers=SCRIPT | {"X-CSRFToken": token})


def add_passkey(browser, device, *, status=200):
    """Make a passkey on the page for it; the browser is signed in."""
    browser.open("/account/passkeys/new/")
    options = send(browser, "/account/passkeys/options/").json
    answer = send(browser, "/account/passkeys/", credential=device.make(options))
    assert answer.status_code == status, answer.text
    return answer


def sign_in_with(browser, device, *, status=200, **said):
    """Press the button on the sign-in page."""
    browser.open("/account/sign-in/")
    options = send(browser, "/account/sign-in/passkey/options/").json
    answer = send(browser, "/account/sign-in/passkey/", credential=device.show(options), **said)
    assert answer.status_code == status, answer.text
    return answer
