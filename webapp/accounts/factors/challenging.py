"""Challenging: random bytes that a passkey has to sign, once, soon and in the asking browser.

The asking browser’s own signed cookie holds only a hash of them. That they are used up is kept in
the database, as a copied cookie still names them: a recorded answer opens nothing a second time.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from webauthn.helpers import base64url_to_bytes, parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException

from ... import clock, networks, throttle
from ...outcomes import Outcome
from ..models import hash_secret

LASTS = dt.timedelta(minutes=5)
MOST_KEPT = 4  # of one browser: tabs that are open at once
Asked = list[Any]  # what for, the hash, and when in seconds since 1970: as a cookie keeps it


class PasskeyRefused(Outcome):
    """What a browser sent is no good answer of a passkey; which part of it is wrong is not said."""

    title = "That passkey opens nothing here"
    sentence = "That passkey opens nothing here; try another, or choose another way."


class ChallengeEnded(Outcome):
    """The challenge is older than five minutes, was answered before, or was another browser’s."""

    status = 410
    title = "That took too long"
    sentence = "That took too long, or was sent before; press the button once more."


class NoPasskeysHere(Outcome):
    """The paper’s public address is a number, and WebAuthn binds passkeys to names."""

    status = 404
    title = "No passkeys here"
    sentence = "Passkeys need a site with a name; this one has only a number for its address."


@dataclass(frozen=True)
class Place:
    """Where passkeys of the paper work: WebAuthn’s relying party and its origin."""

    domain: str
    origin: str


def place() -> Place:
    """The place as PUBLIC_URL says, whatever a request’s Host header does. Raises NoPasskeysHere.

    A relying party’s id is a domain, never an IP address (WebAuthn Level 3, 5.1.2).
    """
    url = urlsplit(current_app.config["PUBLIC_URL"])
    domain = url.hostname or ""
    if not domain or networks.is_number(domain):
        raise NoPasskeysHere
    return Place(domain, f"{url.scheme}://{url.netloc}")


def passkey_origin() -> str:
    """Where a page may offer passkeys; empty when it may not."""
    try:
        return place().origin
    except NoPasskeysHere:
        return ""


def challenge(kept: Iterable[Asked], goal: str) -> tuple[bytes, list[Asked]]:
    """A new challenge, and what the browser’s cookie keeps from now on in place of ``kept``."""
    fresh = secrets.token_bytes(32)
    asked = [goal, _hash(fresh), int(clock.now().timestamp())]
    return fresh, [*kept, asked][-MOST_KEPT:]


def answered(answer: Any, kept: Iterable[Asked], goal: str) -> bytes:
    """The challenge a browser’s answer names, used up by that; commit even if the rest is wrong.

    Of two answers at once the database lets one through. Raises ChallengeEnded, or PasskeyRefused
    for what is no answer.
    """
    named = _named(answer)
    found = next((at for what, known, at in kept if (what, known) == (goal, _hash(named))), None)
    if found is None or clock.now().timestamp() - found > LASTS.total_seconds():
        raise ChallengeEnded
    if not throttle.is_first(f"passkey/{_hash(named)}", LASTS):
        raise ChallengeEnded
    return named


def _named(answer: Any) -> bytes:
    """The challenge in a browser’s answer; refused when a frame on another site got it."""
    try:
        said = parse_client_data_json(base64url_to_bytes(answer["response"]["clientDataJSON"]))
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError):
        raise PasskeyRefused from None
    if said.cross_origin:
        raise PasskeyRefused
    return said.challenge


def _hash(challenge_bytes: bytes) -> str:
    return hash_secret(challenge_bytes.hex())
