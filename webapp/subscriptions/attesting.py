"""Attesting: a person's part of the consent record as a document that anybody can check.

It is signed with Ed25519 (RFC 8032) over its canonical JSON (RFC 8785), by a key that follows from
the address key and is shown at an address of the site. Every entry stands in it as it was hashed,
beside its details, so that also the hashes can be made again: docs/consent.md says how.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import current_app
from sqlalchemy import select

from .. import clock
from ..extensions import db
from ..templating import public_url
from .hashing import sealed
from .models import Consent, ConsentHead
from .sealing import GENESIS, canonical, details_of, entry_of, written

FORMAT = "masthead-consent-proof-1"


def attest(email: str, entries: Sequence[Consent]) -> dict[str, Any]:
    """The signed proof of what the record says about a normalised address."""
    head = db.session.execute(select(ConsentHead.number, ConsentHead.hash)).first()
    proof = {
        "format": FORMAT,
        "paper": current_app.config["NAME"],
        "issued_at": written(clock.now()),
        "address": email,
        "head": {"number": head.number if head else 0, "hash": head.hash if head else GENESIS},
        "entries": _told(entries),
    }
    signature = _key().sign(canonical(proof))
    return {
        "proof": proof,
        "signature": base64.b64encode(signature).decode(),
        "key": public_url("subscriptions.proof_key"),
    }


def public_key() -> bytes:
    """What the signatures are checked with, as PEM (RFC 8410)."""
    return _key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(sealed("the key of proofs")))


def _told(entries: Sequence[Consent]) -> list[dict[str, Any]]:
    """Entries as they were hashed, with their hashes, the name of the list, and their details."""
    numbers = [entry.id - 1 for entry in entries]
    found = select(Consent.id, Consent.hash).where(Consent.id.in_(numbers))
    hashes = {id_: hash_ for id_, hash_ in db.session.execute(found)}  # noqa: C416 (mypy)
    before = {0: GENESIS} | hashes
    return [
        {
            "entry": entry_of(entry)._asdict() | {"previous": before[entry.id - 1]},
            "hash": entry.hash,
            "letter": entry.mailing_list.name if entry.mailing_list else None,
            "details": details_of(entry.details)._asdict() if entry.details else None,
        }
        for entry in entries
    ]
