"""Signed links. Every purpose has its own salt and its own maximum age."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app
from itsdangerous import BadData, SignatureExpired, Signer, URLSafeTimedSerializer
from itsdangerous.encoding import base64_decode, base64_encode, int_to_bytes

from . import clock
from .outcomes import LinkExpired, LinkInvalid

Payload = dict[str, Any]

# Keys are derived and signatures made by HMAC-SHA-256: of links here, of forms in Flask-WTF. The
# library itself would use SHA-1, and offers these names to be changed.
Signer.default_digest_method = staticmethod(hashlib.sha256)
Signer.default_key_derivation = "hmac"


_COMPACT = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True)
class Purpose:
    """What a link may be used for. The name is the salt; no two purposes share one.

    The payload must name the state the link depends on, so that a used link dies with it.
    """

    name: str
    max_age: dt.timedelta | None

    def sign(self, **payload: Any) -> str:
        """A token carrying ``payload`` that only this purpose accepts."""
        return self.signer()(**payload)

    def signer(self) -> Callable[..., str]:
        """``sign`` with the keys at hand, for a letter’s thousands of links."""
        serializer = self._serializer()
        key = serializer.make_signer(serializer.salt).derive_key()
        keyed = hmac.new(key, digestmod=hashlib.sha256)  # a copy costs a third of the key’s setting

        def sign(**payload: Any) -> str:
            # Byte for byte what dumps() makes of a payload too short to be compressed.
            value = base64_encode(_COMPACT(payload)) + b"." + _stamp(int(clock.now().timestamp()))
            mac = keyed.copy()
            mac.update(value)
            return (value + b"." + base64_encode(mac.digest())).decode()

        return sign

    def read(self, token: str) -> Payload:
        """The payload of ``token``.

        Raises LinkExpired when it is older than the purpose allows, LinkInvalid when it is not
        ours: altered, cut, or signed for another purpose.
        """
        try:
            _refuse_respelled(token)
            seconds = self.max_age.total_seconds() if self.max_age else None
            payload = self._serializer().loads(token, max_age=int(seconds) if seconds else None)
        except SignatureExpired:
            raise LinkExpired from None
        except BadData:
            raise LinkInvalid from None
        if not isinstance(payload, dict):
            raise LinkInvalid
        return payload

    def _serializer(self) -> URLSafeTimedSerializer:
        # itsdangerous signs with the last key and accepts every one.
        config = current_app.config
        keys = [*reversed(config["SECRET_KEY_FALLBACKS"]), config["SECRET_KEY"]]
        return URLSafeTimedSerializer(keys, salt="masthead." + self.name)


@lru_cache(maxsize=1)
def _stamp(second: int) -> bytes:
    """A second as a token carries it; thousands of letters leave in one."""
    return base64_encode(int_to_bytes(second))


def _refuse_respelled(token: str) -> None:
    """Refuse a signature spelled in another way; raises BadData.

    The last character of 32 bytes in base64 has two idle bits, so four spellings mean the same.
    """
    signature = token.rpartition(".")[2]
    if base64_encode(base64_decode(signature)).decode() != signature:
        raise BadData("The signature is not spelled as it was signed.")


@dataclass(frozen=True)
class Mark:
    """A signed number for places that hold few characters and forget upper case.

    The local part of a return path holds 64 octets (RFC 5321, 4.5.3.1.1) and comes back in any
    case. The signature is 80 bits of keyed BLAKE2b (RFC 7693); it never expires.
    """

    name: str

    def sign(self, number: int) -> str:
        """The number with its signature: ``2af8-9c01…``, hexadecimal digits and one hyphen."""
        return self.signer()(number)

    def signer(self) -> Callable[[int], str]:
        """``sign`` with the key at hand, for a campaign’s thousands of letters."""
        key = self._keys()[0]
        return lambda number: f"{number:x}-{_short_mac(key, number)}"

    def read(self, mark: str) -> int:
        """The number in ``mark``. Raises LinkInvalid when we never signed it."""
        found = MARK.fullmatch(mark.lower())
        if found is None:
            raise LinkInvalid
        number = int(found[1], 16)
        if not any(hmac.compare_digest(_short_mac(key, number), found[2]) for key in self._keys()):
            raise LinkInvalid
        return number

    def _keys(self) -> list[bytes]:
        config = current_app.config
        secrets = [config["SECRET_KEY"], *config["SECRET_KEY_FALLBACKS"]]
        salt = f"masthead.mark.{self.name}".encode()
        return [hmac.digest(secret.encode(), salt, hashlib.sha256) for secret in secrets]


@dataclass(frozen=True)
class KeyedHash:
    """What is stored of a secret of few characters: HMAC-SHA-256 (RFC 2104) with the app’s key.

    Whoever steals the database alone can try out nothing. Keys rotate as those of links do.
    """

    name: str

    def of(self, *parts: str | int) -> str:
        """The hash of ``parts``, each of which counts, in hexadecimal digits."""
        return self._with(current_app.config["SECRET_KEY"], parts)

    def matches(self, stored: str, *parts: str | int) -> bool:
        """Whether ``stored`` is the hash of ``parts`` by one of our keys."""
        keys = [current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]]
        return any(hmac.compare_digest(stored, self._with(key, parts)) for key in keys)

    def _with(self, secret: str, parts: tuple[str | int, ...]) -> str:
        salt = f"masthead.hash.{self.name}".encode()
        key = hmac.digest(secret.encode(), salt, hashlib.sha256)
        return hmac.digest(key, _COMPACT(parts).encode(), hashlib.sha256).hex()


MARK = re.compile(r"([0-9a-f]{1,16})-([0-9a-f]{20})")


def _short_mac(key: bytes, number: int) -> str:
    return hashlib.blake2b(number.to_bytes(8, "big"), key=key, digest_size=10).hexdigest()
