"""Enciphering what has to be read again: a stolen database alone shows no authenticator's secret.

Fernet (AES-128-CBC with HMAC-SHA-256) under a key derived from the app's secret key. The newest key
enciphers, every key of SECRET_KEY deciphers.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app

SALT = b"masthead.enciphering"


class CannotDecipher(ValueError):
    """What was enciphered under a key that is no longer among SECRET_KEY."""


def encipher(text: str) -> str:
    """The text, readable with the app's keys only."""
    return _all_keys().encrypt(text.encode()).decode()


def decipher(enciphered: str) -> str:
    """The text again. Raises CannotDecipher."""
    try:
        return _all_keys().decrypt(enciphered).decode()
    except InvalidToken:
        raise CannotDecipher from None


def is_by_newest_key(enciphered: str) -> bool:
    """Whether it stays readable when all keys but the newest go."""
    try:
        _keys()[0].decrypt(enciphered)
    except InvalidToken:
        return False
    return True


def _all_keys() -> MultiFernet:
    return MultiFernet(_keys())


def _keys() -> list[Fernet]:
    config = current_app.config
    secrets = [config["SECRET_KEY"], *config["SECRET_KEY_FALLBACKS"]]
    derived = [hmac.digest(secret.encode(), SALT, hashlib.sha256) for secret in secrets]
    return [Fernet(base64.urlsafe_b64encode(key)) for key in derived]
