"""Packing: a rendered page as ready bytes, in every encoding, with the headers it is sent with."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple
from wsgiref.types import WSGIEnvironment

import brotli

from ... import clock
from .pressing import Switch, press, switches_in
from .sharing import Address
from .watching import Label

Headers = list[tuple[str, str]]

BROTLI_QUALITY = 5  # of 11: a millisecond a page; 11 takes twenty, for pages 10 % smaller
GZIP_LEVEL = 6
PRESSED = 64  # pages with switches on that are remembered: a few megabytes
OVERHEAD = 4096  # bytes of headers and bookkeeping a page
# Caches between us and readers may answer for half a minute; a browser asks each time, and mostly
# gets a 304: it must see at once that it signed in, and what was corrected.
CACHE_CONTROL = "public, max-age=0, s-maxage=30"
# A page with the doors of who is signed in is for the browser alone.
OWN_CACHE_CONTROL = "private, no-cache"
VARY = "Accept-Encoding, Cookie"
Encoders = dict[str, Callable[[bytes], bytes]]
ENCODERS: Encoders = {
    "br": lambda body: brotli.compress(body, quality=BROTLI_QUALITY),
    "gzip": lambda body: gzip.compress(body, GZIP_LEVEL, mtime=0),
    "identity": lambda body: body,
}
# For a page that is sent once: a third of a millisecond.
QUICK_ENCODERS: Encoders = ENCODERS | {
    "br": lambda body: brotli.compress(body, quality=1),
    "gzip": lambda body: gzip.compress(body, 1, mtime=0),
}
# What is written anew here, or belongs to one request only.
REWRITTEN = {
    "date",
    "content-length",
    "etag",
    "last-modified",
    "vary",
    "cache-control",
    "x-request-id",
}
# What a 304 leaves out (RFC 9110, 15.4.5): it describes a body.
OF_BODY = {"content-length", "content-type", "content-encoding"}
NAMED = re.compile(r'(?:W/)?("[^"]*")')


class Answer(NamedTuple):
    """What the application answered."""

    status: str
    headers: Headers
    body: bytes

    @property
    def is_same_for_all(self) -> bool:
        """Whether it may be given to others: whole, without a cookie, not forbidden."""
        names = {name.lower() for name, _ in self.headers}
        control = self._all("cache-control")
        varies = set(self._all("vary")) - {"cookie", "accept-encoding"}
        forbids = {"no-store", "private", "no-cache"} & set(control)
        has_more = names & {"set-cookie", "content-encoding"}
        return self.status.startswith("200 ") and not (varies or forbids or has_more)

    def _all(self, wanted: str) -> list[str]:
        """The members of a header that is a list."""
        values = ",".join(value for name, value in self.headers if name.lower() == wanted)
        return [member.strip().lower() for member in values.split(",") if member.strip()]


@dataclass(frozen=True, slots=True)
class Copy:
    """A page in one encoding."""

    etag: str
    body: bytes
    headers: Headers
    headers_unchanged: Headers  # of a 304


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A page in every encoding."""

    label: Label
    address: Address
    changed_at: dt.datetime | None  # None: only its tag says whether it is still the same
    copies: dict[str, Copy]
    switches: tuple[Switch, ...]
    keys: frozenset[str]  # of the switches
    size: int  # bytes in memory

    @property
    def body(self) -> bytes:
        """The page as it was rendered."""
        return self.copies["identity"].body

    @property
    def answer(self) -> Answer:
        """The answer that the page is made of."""
        return Answer("200 OK", self.copies["identity"].headers, self.body)


def pack(answer: Answer, label: Label, address: Address, *, is_own: bool = False) -> Page:
    """Make the ready bytes of a rendered page; ``is_own``: for readers who are signed in.

    Those have no date: signing in changes a page without a new edition.
    """
    changed_at = max(label.edition.at, label.began).replace(microsecond=0)
    kept = [(name, value) for name, value in answer.headers if name.lower() not in REWRITTEN]
    kept += [("Cache-Control", OWN_CACHE_CONTROL if is_own else CACHE_CONTROL), ("Vary", VARY)]
    if not is_own:
        kept.append(("Last-Modified", format_datetime(changed_at, usegmt=True)))
    name = _name(answer.body)
    copies = {e: _copy(e, name, encode(answer.body), kept) for e, encode in ENCODERS.items()}
    switches = switches_in(answer.body)
    size = sum(len(copy.body) for copy in copies.values()) + OVERHEAD
    keys = frozenset(switch.key for switch in switches)
    return Page(label, address, None if is_own else changed_at, copies, switches, keys, size)


@lru_cache(maxsize=PRESSED)
def pressed_copy(page: Page, on: frozenset[str], encoding: str) -> Copy:
    """A page with some of its switches on: for one reader, who often asks for it again."""
    whole = page.copies["identity"]
    kept = [(n, v) for n, v in whole.headers if n not in ("ETag", "Content-Length")]
    # Page and switches say what the body is; to hash it again would take as long as to press it.
    name = _name(" ".join([whole.etag, *sorted(on)]).encode())
    body = press(page.body, page.switches, on)
    return _copy(encoding, name, QUICK_ENCODERS[encoding](body), kept)


def _name(content: bytes) -> str:
    """A name that other content does not have."""
    return hashlib.sha256(content).hexdigest()[:32]


def _copy(encoding: str, name: str, encoded: bytes, headers: Headers) -> Copy:
    """A body in one encoding, with its length and a tag of its own."""
    etag = f'"{name}-{encoding}"'
    own = [*headers, ("ETag", etag), ("Content-Length", str(len(encoded)))]
    if encoding != "identity":
        own.append(("Content-Encoding", encoding))
    return Copy(etag, encoded, own, [(n, v) for n, v in own if n.lower() not in OF_BODY])


def is_unchanged(page: Page, copy: Copy, environ: WSGIEnvironment) -> bool:
    """Whether the visitor has this copy already (RFC 9110, 13.2.2: a tag counts before a date)."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags:
        return tags in {copy.etag, "*"} or copy.etag in NAMED.findall(tags)
    date = environ.get("HTTP_IF_MODIFIED_SINCE")
    return bool(date and page.changed_at and _is_since(page.changed_at, date))


def _is_since(changed_at: dt.datetime, date: str) -> bool:
    """Whether a page is as it was at a date; what is no date says nothing."""
    try:
        since = parsedate_to_datetime(date)
    except (TypeError, ValueError):
        return False
    return changed_at <= (since if since.tzinfo else since.replace(tzinfo=clock.UTC))
