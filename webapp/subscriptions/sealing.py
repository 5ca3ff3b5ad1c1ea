"""Sealing: the hashes of the consent record, in a form that anyone can compute again.

Each thing is hashed with SHA-256 over its canonical JSON (RFC 8785): names sorted, no white space,
UTF-8, times as RFC 3339 in UTC with microseconds. An entry’s hash counts in the hash before it, so
that a change anywhere changes every hash after it. Details count by a hash of their own with a
random salt: erased, they leave a number from which nobody can guess them. docs/consent.md says the
same to those who check a proof; the form can never change, as no entry can be hashed anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, NamedTuple

GENESIS = "0" * 64  # stands before the first entry

_quote = encode_basestring  # a string as it stands in that JSON
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class Details(NamedTuple):
    """What names a person, and the salt that hides it once it is erased."""

    salt: str
    address: str
    evidence: str
    network_address: str
    user_agent: str

    @property
    def hash(self) -> str:
        """What the entry names of them."""
        form = (
            f'{{"address":{_quote(self.address)},"evidence":{_quote(self.evidence)},'
            f'"network_address":{_quote(self.network_address)},"salt":{_quote(self.salt)},'
            f'"user_agent":{_quote(self.user_agent)}}}'
        )
        return hashlib.sha256(form.encode()).hexdigest()


class Entry(NamedTuple):
    """All of an entry that its hash covers, but for the hash before it."""

    number: int
    subscriber: int | None
    list: int | None
    person: str
    event: str
    at: str
    source: str
    reason: str
    wording: str
    wording_version: str
    link: str
    details: str  # their hash, or nothing

    def hash_after(self, previous: str) -> str:
        """The hash of the entry when it follows one with the hash ``previous``."""
        number, subscriber, list_, person, *shared, details = self
        return Form.of(Shared(list_, *shared)).hash_of(
            number, subscriber, person, details, previous
        )


class Shared(NamedTuple):
    """What many entries have in common."""

    list: int | None
    event: str
    at: str
    source: str
    reason: str
    wording: str
    wording_version: str
    link: str


class Form(NamedTuple):
    """The canonical JSON of entries that have most in common, cut where they differ.

    A million are hashed in an import, and again whenever the record is verified.
    """

    first: str
    second: str
    third: str
    last: str

    @classmethod
    def of(cls, all_: Shared) -> Form:
        """The form of every entry that shares these."""
        list_, event, at, *words, link = all_
        event, named, third, last = _recurring(list_, event, tuple(words))
        return cls(f'{{"at":{_quote(at)},"details":', f"{event}{_quote(link)}{named}", third, last)

    def hash_of(
        self, number: int, subscriber: int | None, person: str, details: str, previous: str
    ) -> str:
        """The hash of one of them, after one with the hash ``previous``."""
        whose = "null" if subscriber is None else subscriber
        form = (
            f"{self.first}{_quote(details)}{self.second}{number}"
            f',"person":{_quote(person)},"previous":{_quote(previous)}{self.third}{whose}{self.last}'
        )
        return hashlib.sha256(form.encode()).hexdigest()


@lru_cache(1000)
def _recurring(list_: int | None, event: str, words: tuple[str, ...]) -> tuple[str, str, str, str]:
    """What recurs though every reader comes at a moment, and by a link, of their own."""
    source, reason, wording, version = words
    named = "null" if list_ is None else list_
    return (
        f',"event":{_quote(event)},"link":',
        f',"list":{named},"number":',
        f',"reason":{_quote(reason)},"source":{_quote(source)},"subscriber":',
        f',"wording":{_quote(wording)},"wording_version":{_quote(version)}}}',
    )


def entry_of(row: Any) -> Entry:
    """The entry that a row of the table holds, whose columns are named as there."""
    about = (row.id, row.subscriber_id, row.list_id, row.person, row.event, written(row.at))
    words = (row.source, row.reason, row.wording, row.wording_version, row.link)
    return Entry(*about, *words, row.details_hash)


def details_of(row: Any) -> Details:
    """The details that a row of their table holds."""
    visit = (row.network_address, row.user_agent)
    return Details(row.salt, row.address, row.evidence, *visit)


def hash_of(thing: object) -> str:
    """SHA-256 of the canonical form, in 64 hexadecimal digits."""
    return hashlib.sha256(canonical(thing)).hexdigest()


def canonical(thing: object) -> bytes:
    """The canonical JSON (RFC 8785) of strings, whole numbers below 2⁵³, null, lists and objects.

    Names are plain ASCII, so that sorting them by code points is sorting them as the RFC does.
    """
    return _encode(thing).encode()


def written(moment: dt.datetime) -> str:
    """A moment as it counts in a hash: 2026-11-27T00:19:00.000000+00:00."""
    # In UTC no hour strikes twice: elsewhere two moments an hour apart may be equal (PEP 495).
    return _written(moment.astimezone(dt.UTC))


@lru_cache(1000)
def _written(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="microseconds")
