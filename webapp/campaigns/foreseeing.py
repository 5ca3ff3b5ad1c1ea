"""Foreseeing: why limits slow a campaign down, and when it will be done at this pace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import Row

from ..extensions import db
from ..mail.limits import telling
from ..mail.limits.forecasting import Throughput
from ..mail.limits.models import EVERY_OTHER, Kind
from ..mail.limits.telling import Standing
from ..mail.servers import servers_in
from . import holding
from .accounting import Totals
from .models import Campaign
from .states import CampaignState

Held = list[Row[str, int]]


@dataclass(frozen=True)
class Outlook:
    """A sentence on each limit that slows a campaign down, and when it is done at this pace."""

    sentences: list[str]
    done_at: dt.datetime | None  # none: not within a year


class Ways:
    """The limits on the ways that letters take: over all, through servers, to domains."""

    def __init__(self) -> None:
        self.moment = telling.here()
        by_key = {standing.limit.key: standing for standing in telling.standings()}
        self.any = bool(by_key)
        self.overall = by_key.get(Kind.ALL)
        servers = {server.name for server in servers_in(current_app.config["SMTP_URL"])}
        self.servers = [by_key.get(f"{Kind.SERVER} {name}") for name in sorted(servers)]
        self.domains = {s.limit.name: s for s in by_key.values() if s.limit.kind == Kind.DOMAIN}

    def throughput(self) -> Throughput:
        """How many letters may leave, whatever their domains."""
        overall = Throughput.of(self.overall, self.moment)
        servers = [Throughput.of(one, self.moment) for one in self.servers]
        return overall.within(Throughput.together(servers)) if servers else overall

    def slowing(self, letters: int) -> Iterator[Standing]:
        """The limits that keep so many letters from leaving at once."""
        if self.overall and letters > self.overall.uses[self.overall.tightest].left:
            yield self.overall
        limited = [one for one in self.servers if one]
        left = sum(one.uses[one.tightest].left for one in limited)
        if limited and len(limited) == len(self.servers) and letters > left:
            yield from limited

    def of(self, domain: str) -> Standing | None:
        """The limit for which letters to a domain are held back."""
        return self.domains.get(domain) or self.domains.get(EVERY_OTHER)


def outlook(campaign: Campaign, totals: Totals) -> Outlook | None:
    """What is to be said of limits while a campaign is being sent; none where they slow nothing."""
    ways = Ways() if campaign.state == CampaignState.SENDING else None
    if ways is None or not ways.any:
        return None
    held = list(holding.numbers_held(db.session.connection(), campaign.id))
    return _outlook(ways, totals.to_go, held)


def before_launch(letters: int) -> Outlook | None:
    """The same of a campaign to so many that would be launched now, whatever their domains."""
    ways = Ways()
    return _outlook(ways, letters, []) if ways.any else None


def _outlook(ways: Ways, letters: int, held: Held) -> Outlook | None:
    sentences = [telling.state(one) for one in ways.slowing(letters)] + _of_held(ways, held)
    return Outlook(sentences, _done_at(ways, letters, held)) if sentences else None


def _of_held(ways: Ways, held: Held) -> list[str]:
    """One sentence: the domain for which most wait, and how many wait for others."""
    if not held or not (standing := ways.of(held[0][0])):
        return []
    first, others = held[0], sum(number for _, number in held[1:])
    names = " and ".join(first[0].split())
    more = f", {others:,} for other domains" if others else ""
    return [f"{first[1]:,} wait for {names}{more} ({telling.in_words(standing.limit)})."]


def _done_at(ways: Ways, letters: int, held: Held) -> dt.datetime | None:
    ends = [ways.throughput().done_at(letters, ways.moment)]
    for domain, number in held:
        ends.append(Throughput.of(ways.of(domain), ways.moment).done_at(number, ways.moment))
    known = [end for end in ends if end]
    return max(known) if len(known) == len(ends) else None
