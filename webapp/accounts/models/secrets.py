"""Secrets that only their bearer knows: random, and kept as their hash."""

from __future__ import annotations

import hashlib
import secrets


def new_secret() -> str:
    """256 random bits, as text."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """What is stored of a secret of many random bits: a stolen database opens nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()
