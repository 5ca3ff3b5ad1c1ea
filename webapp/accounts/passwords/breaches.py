"""Breaches: passwords stolen from other sites, which whoever guesses tries first.

Two ways to know them, each only where the operator wants it:

- offline, the list of Have I Been Pwned as a file in the instance, see ``condensing``;
- online, the range question at BREACHED_PASSWORDS_URL: only the first five of forty hexadecimal
  digits of the password’s SHA-1 leave the machine, and some thousand passwords share them
  (k-anonymity). With Add-Padding even the length of the answer says nothing.

SHA-1 is what those lists are made of. It protects nothing here.
"""

from __future__ import annotations

import hashlib
import http.client
import urllib.error
import urllib.request
from typing import Any

from flask import current_app

from ...extensions import db
from ...logs import log
from . import condensing

TOLD = 5  # hexadecimal digits that leave the machine
PATIENCE = 2.0  # seconds
LONGEST_ANSWER = 500_000  # bytes; an answer with its padding has some 40,000


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """An answer that sends us elsewhere is none: the digits go where the operator said, or not."""

    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        """Go nowhere."""


def is_breached(password: bytes) -> bool:
    """Whether the password is known to be stolen, as far as the operator lets us know.

    A server that does not answer keeps nobody from an account: it is logged, and the password
    passes. While it is asked the transaction at hand is let go, or all who write would wait.
    """
    digest = hashlib.sha1(password, usedforsecurity=False)
    if condensing.has(current_app.config["INSTANCE"], digest.digest()):
        return True
    url = current_app.config["BREACHED_PASSWORDS_URL"]
    if not url:
        return False
    db.session.rollback()
    return _is_known_at(url, digest.hexdigest().upper())


def _is_known_at(url: str, digits: str) -> bool:
    try:
        answer = _ask(f"{url}/{digits[:TOLD]}")
    except (OSError, urllib.error.URLError, http.client.HTTPException) as problem:
        log.warning("breached passwords not asked", problem=str(problem))
        return False
    return _count_of(digits[TOLD:], answer) > 0


def _ask(url: str) -> str:
    request = urllib.request.Request(url, headers={"Add-Padding": "true"})  # noqa: S310 (see kinds)
    opener = urllib.request.build_opener(_NoRedirects)
    with opener.open(request, timeout=PATIENCE) as answer:
        return str(answer.read(LONGEST_ANSWER).decode("ascii", "replace"))


def _count_of(rest: str, answer: str) -> int:
    """How often the answer says it was stolen: lines of “rest:count”; padding has the count 0."""
    for line in answer.splitlines():
        known, _, count = line.partition(":")
        if known.strip().upper() == rest:
            return int(count) if count.strip().isdecimal() else 1
    return 0
