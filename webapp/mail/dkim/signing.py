"""Signing a finished message (RFC 6376; Ed25519: RFC 8463), relaxed/relaxed.

Every header field of the message is signed: it is all our own. From, To, Subject and Date are named
once more than they stand there, so that nobody can add a second one (RFC 6376, 8.15).
"""

from __future__ import annotations

import base64
import hashlib
import re
import textwrap
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from ... import clock
from .keys import Pair, PrivateKey

NEXT_FIELD = re.compile(rb"\r\n(?![ \t])")
SPACES = re.compile(rb"  +")  # of one character: with tabs among them it takes five times as long
NEVER_TWICE = (b"from", b"to", b"subject", b"date")
LINE = 74  # characters of a folded line, less the space it begins with
_PKCS, _SHA256 = PKCS1v15(), SHA256()


@dataclass(frozen=True, slots=True)
class Signature:
    """How one key signs: its algorithm’s name, its selector, and the key."""

    algorithm: str
    selector: str
    key: PrivateKey

    def of(self, text: bytes) -> bytes:
        """The signature of canonical text."""
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(text, _PKCS, _SHA256)
        return self.key.sign(hashlib.sha256(text).digest())


class Signer:
    """Signs the messages of a domain; usable by any thread, without an application context."""

    def __init__(self, domain: str, pair: Pair, *, with_ed25519: bool) -> None:
        self.domain = domain
        self.signatures = [Signature("rsa-sha256", f"{pair.name}-rsa", pair.rsa)]
        if with_ed25519:
            other = Signature("ed25519-sha256", f"{pair.name}-ed25519", pair.ed25519)
            self.signatures.append(other)

    def __call__(self, message: bytes) -> bytes:
        """The message with its signatures in front."""
        head, _, body = message.partition(b"\r\n\r\n")
        names, fields = signed_fields(head)
        body_hash = base64.b64encode(hashlib.sha256(relaxed_body(body)).digest()).decode()
        made = [self._field(one, names, fields, body_hash) for one in self.signatures]
        return b"".join([*made, message])

    def _field(self, one: Signature, names: str, fields: bytes, body_hash: str) -> bytes:
        words = (
            f"v=1; a={one.algorithm}; c=relaxed/relaxed; d={self.domain};",
            f"s={one.selector}; t={int(clock.now().timestamp())};",
            _listed(names),
            f"bh={body_hash};",
            "b=",
        )
        value = "\r\n ".join(words)
        unsigned = b"dkim-signature:" + relaxed_value(value.encode())
        signature = base64.b64encode(one.of(fields + unsigned)).decode()
        return f"DKIM-Signature: {value}{_folded(signature)}\r\n".encode()


def signed_fields(head: bytes) -> tuple[str, bytes]:
    """The names to be signed, as h= lists them, and the fields themselves in canonical form.

    Of several fields of one name the last counts first (RFC 6376, 5.4.2).
    """
    standing: dict[bytes, list[bytes]] = defaultdict(list)
    names = []
    for field in NEXT_FIELD.split(head):
        name, _, value = field.partition(b":")
        name = name.rstrip().lower()
        names.append(name)
        standing[name].append(name + b":" + relaxed_value(value) + b"\r\n")
    fields = b"".join([standing[name].pop() for name in names])
    return " : ".join(name.decode() for name in [*names, *NEVER_TWICE]), fields


def relaxed_value(value: bytes) -> bytes:
    """The value of a field on one line, all white space in it single (RFC 6376, 3.4.2)."""
    return b" ".join(value.split())


def relaxed_body(body: bytes) -> bytes:
    """The body without white space at line ends or empty lines at its end (RFC 6376, 3.4.4)."""
    body = SPACES.sub(b" ", body.replace(b"\t", b" ")).replace(b" \r\n", b"\r\n")
    while body.endswith(b"\r\n"):
        body = body[:-2]
    return body + b"\r\n" if body else b""


@lru_cache(maxsize=100)
def _listed(names: str) -> str:
    """The names as h= on folded lines; every letter of a campaign has the same."""
    return "\r\n ".join(textwrap.wrap(f"h={names};", LINE, break_on_hyphens=False))


def _folded(signature: str) -> str:
    lines = [signature[start : start + LINE] for start in range(0, len(signature), LINE)]
    return "\r\n ".join(["", *lines])
