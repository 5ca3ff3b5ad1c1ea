"""Signed links. Every purpose has its own salt and its own maximum age."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app
from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer

from .outcomes import LinkExpired, LinkInvalid

Payload = dict[str, Any]


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
        return lambda **payload: str(serializer.dumps(payload))

    def read(self, token: str) -> Payload:
        """The payload of ``token``.

        Raises LinkExpired when it is older than the purpose allows, LinkInvalid when it is not
        ours: altered, cut, or signed for another purpose.
        """
        try:
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
