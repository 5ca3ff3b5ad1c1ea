"""Judging visits: which clicks and openings are a machine's.

A visit is what one recipient, or one program in one network, did with one letter within minutes.
It is a machine's as a whole when any of these holds; docs/statistics.md says them to operators.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

# Nobody has read a letter so soon after the server took it; scanners follow its links at once.
TOO_SOON = dt.timedelta(seconds=10)
# Every link of a letter with at least so many, one after the other: no reader does that.
MANY, HASTE = 3, dt.timedelta(seconds=30)
HEAD, PREFETCH, AGENT, SOON, EVERY = "head", "prefetch", "agent", "too soon", "every link"
# Words by which programs that are no reader's browser name themselves, or that people never send.
MACHINES = re.compile(
    r"bot\b|crawl|spider|slurp|\bscan|preview|prefetch|fetch|monitor|validat|headless|proxy|whatsapp"
    r"|\b(curl|wget|python|httpx|aiohttp|okhttp|go-http|java|libwww|perl|ruby|node|axios|http-?client)"
    r"|safelinks|barracuda|mimecast|proofpoint|symantec|messagelabs|trend ?micro|fireeye|cisco"
    r"|ironport|sophos|fortimail|zscaler|forcepoint|cloudmark|facebookexternalhit",
    re.IGNORECASE,
)


class Hit(NamedTuple):
    """One click of a visit."""

    link_id: int
    position: int
    at: dt.datetime
    flaw: str


def flaw_of(method: str, user_agent: str, purpose: str) -> str:
    """What one request alone shows of a machine; nothing when it may be a person's.

    ``purpose`` is what a browser says in Sec-Purpose, Purpose or X-Moz when it fetches ahead.
    """
    if method == "HEAD":
        return HEAD
    if "prefetch" in purpose.lower() or "preview" in purpose.lower():
        return PREFETCH
    return AGENT if not user_agent or MACHINES.search(user_agent) else ""


def machine_in(visit: Sequence[Hit], sent_at: dt.datetime, links: int) -> str:
    """Why a visit is a machine's, or nothing. ``links`` is how many the letter has.

    ``sent_at`` is when the recipient's server took the letter, or when it was launched where the
    visit names no recipient.
    """
    if flaws := [hit.flaw for hit in visit if hit.flaw]:
        return flaws[0]
    if any(hit.at - sent_at < TOO_SOON for hit in visit):
        return SOON
    return EVERY if links >= MANY and _in_haste(visit, links) else ""


def _in_haste(visit: Iterable[Hit], links: int) -> bool:
    """Whether every link was followed, the last one soon after the first."""
    first: dict[int, dt.datetime] = {}
    for hit in visit:
        if hit.position:
            first[hit.position] = min(hit.at, first.get(hit.position, hit.at))
    return len(first) >= links and max(first.values()) - min(first.values()) <= HASTE
