"""The paper’s DKIM keys: pairs of RSA-2048 and Ed25519, each pair under the day it was made.

A pair is made, published, and only then taken into use: until the DNS knows a key, no signature
by it counts. Private keys stay in instance/dkim, readable by their owner only.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from ... import clock
from ...outcomes import Outcome

RSA_BITS = 2048  # RFC 8301, 3.2; a longer key outgrows what some DNS forms take
FOLDER, IN_USE = "dkim", "in_use"  # in the instance
NAME = re.compile(r"\d{8}[a-z]?")
PrivateKey = rsa.RSAPrivateKey | Ed25519PrivateKey


class NoSuchKeys(Outcome):
    """A pair of keys was named that is not in the instance."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There are no keys {name}; masthead dkim show names those there are.")


@dataclass(frozen=True)
class Pair:
    """Two keys made at once. ``name`` is the day, and a letter when it is not the day’s first."""

    name: str
    rsa: rsa.RSAPrivateKey
    ed25519: Ed25519PrivateKey

    def selectors(self) -> dict[str, PrivateKey]:
        """Each key by the name under which the DNS has it."""
        return {f"{self.name}-rsa": self.rsa, f"{self.name}-ed25519": self.ed25519}


def make(folder: Path) -> Pair:
    """Make a pair and keep it. It signs nothing before it is taken into use."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(exist_ok=True, mode=0o700)
    name = _free_name(folder)
    made = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    pair = Pair(name, made, Ed25519PrivateKey.generate())
    for selector, key in pair.selectors().items():
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _keep(folder / f"{selector}.pem", pem)
    return pair


def every(folder: Path) -> list[Pair]:
    """All pairs, the oldest first."""
    names = {path.name.partition("-")[0] for path in folder.glob("*-rsa.pem")}
    return [_load(folder, name) for name in sorted(names) if NAME.fullmatch(name)]


def use(folder: Path, name: str) -> None:
    """From now on sign by that pair. Raises NoSuchKeys."""
    if name not in {pair.name for pair in every(folder)}:
        raise NoSuchKeys(name)
    new = folder / f"{IN_USE}.new"
    new.write_text(name, encoding="ascii")
    new.replace(folder / IN_USE)


def stop(folder: Path) -> None:
    """Sign nothing any more; the keys stay."""
    (folder / IN_USE).unlink(missing_ok=True)


def in_use(folder: Path) -> Pair | None:
    """The pair that signs, if one does. Raises NoSuchKeys when its files are gone."""
    try:
        name = (folder / IN_USE).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    try:
        return _load(folder, name)
    except FileNotFoundError:
        raise NoSuchKeys(name) from None


def _free_name(folder: Path) -> str:
    """Today, or today with the first letter that is free."""
    today = f"{clock.now():%Y%m%d}"
    names = [today, *(today + letter for letter in "bcdefghijklmnopqrstuvwxyz")]
    return next(name for name in names if not (folder / f"{name}-rsa.pem").exists())


def _keep(path: Path, pem: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as new:
        new.write(pem)


@lru_cache(maxsize=10)
def _load(folder: Path, name: str) -> Pair:
    """A pair, which never changes: a worker reads it once, and not for every mail."""
    one = load_pem_private_key((folder / f"{name}-rsa.pem").read_bytes(), None)
    other = load_pem_private_key((folder / f"{name}-ed25519.pem").read_bytes(), None)
    if not isinstance(one, rsa.RSAPrivateKey) or not isinstance(other, Ed25519PrivateKey):
        raise NoSuchKeys(name)
    return Pair(name, one, other)
