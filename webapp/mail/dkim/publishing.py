"""What the DNS must say of the keys (RFC 6376, 3.6), and whether it does."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass

import dns.exception
import dns.rdatatype
import dns.resolver
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ...outcomes import Outcome
from .keys import Pair, PrivateKey

PIECE = 255  # octets of one string of a TXT record (RFC 1035, 3.3)
SECONDS = 10
DNS_PORT = 53


class ResolverAway(Outcome):
    """The DNS could not be asked."""

    sentence = "The resolver does not answer; name another one by --resolver."


@dataclass(frozen=True)
class Record:
    """A TXT record: its name and its text."""

    name: str
    text: str

    def line(self) -> str:
        """The record as a zone file has it, its text in pieces that fit."""
        pieces = (self.text[i : i + PIECE] for i in range(0, len(self.text), PIECE))
        return f"{self.name}. TXT " + " ".join(f'"{piece}"' for piece in pieces)


def records(pair: Pair, domain: str) -> Iterator[Record]:
    """The records of a pair."""
    for selector, key in pair.selectors().items():
        yield Record(f"{selector}._domainkey.{domain}", _text(key))


def resolver(address: str) -> dns.resolver.Resolver:
    """The resolver at ``address``, 192.0.2.1 or 192.0.2.1:5353, or the machine’s own: "system"."""
    if address == "system":
        return dns.resolver.Resolver()
    host, _, port = address.partition(":") if address.count(":") == 1 else (address, "", "")
    chosen = dns.resolver.Resolver(configure=False)
    chosen.nameservers = [host]
    chosen.port = int(port or DNS_PORT)
    return chosen


def is_published(record: Record, asked: dns.resolver.Resolver) -> bool:
    """Whether the DNS has exactly this record. Raises ResolverAway."""
    try:
        found = asked.resolve(record.name, dns.rdatatype.TXT, lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return False
    except dns.exception.DNSException:
        raise ResolverAway from None
    texts = [b"".join(answer.strings).decode("utf-8", "replace") for answer in found]
    return [_tags(text) for text in texts] == [_tags(record.text)]


def _tags(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(";") if part.strip())
    return {name.strip(): "".join(value.split()) for name, _, value in pairs}


def _text(key: PrivateKey) -> str:
    """An RSA key is published whole, an Ed25519 key as its 32 octets (RFC 8463, 4.2)."""
    public = key.public_key()
    if isinstance(key, rsa.RSAPrivateKey):
        kind, raw = "rsa", public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    else:
        kind, raw = "ed25519", public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return f"v=DKIM1; k={kind}; p={base64.b64encode(raw).decode()}"
