"""Inspecting a letter: asked for by staff, done by a worker, which holds no lock meanwhile."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import ColumnElement, Select, Update, or_, select, update

from ... import clock
from ...extensions import db
from ...mail import scoring
from ...subscriptions.links import InertLinks
from ..composing import Compiled, nobody
from ..models import Campaign
from . import answering
from .asking import ask_all
from .gathering import Link, links_of
from .guarding import Guard
from .models import Inspection
from .reporting import Broken, Report, read, written

MOST = 100  # links of one letter that are asked
LEASE = dt.timedelta(minutes=5)  # longer than all links and SpamAssassin together may take
READER = "reader@example.com"


@dataclass(frozen=True)
class Letter:
    """What is looked at, read at one moment."""

    links: list[Link]
    message: bytes


def inspection_of(campaign: Campaign) -> Inspection | None:
    """The newest inspection of a letter."""
    return db.session.get(Inspection, campaign.id)


def report_of(inspection: Inspection | None) -> Report | None:
    """What it found; None as long as it is not finished."""
    return read(inspection.report) if inspection and inspection.finished_at else None


def begin(campaign: Campaign) -> bool:
    """Ask for an inspection of a letter as it is now, which the caller holds.

    False when one of this version is under way already.
    """
    db.session.flush()
    found = inspection_of(campaign)
    if found and found.version == campaign.version and not found.finished_at:
        return False
    inspection = found or Inspection(campaign_id=campaign.id)
    inspection.begin(campaign.version)
    db.session.add(inspection)
    return True


def waiting() -> Select[int]:
    """The letters that no worker is inspecting, though it was asked for."""
    return select(Inspection.campaign_id).where(*_waits())


def claim(campaign_id: int) -> dt.datetime | None:
    """Take an inspection that waits: the moment it was asked for; None when another has it."""
    taken = update(Inspection).where(Inspection.campaign_id == campaign_id, *_waits())
    lease = taken.values(lease_ends_at=clock.now() + LEASE)
    return db.session.scalar(lease.returning(Inspection.asked_at))


def letter_of(campaign_id: int) -> Letter:
    """What there is to inspect."""
    campaign = db.session.get_one(Campaign, campaign_id)
    compiled = Compiled(campaign, InertLinks(), campaign.subject)
    return Letter(links_of(campaign), compiled.write(nobody(READER)))


def inspect(letter: Letter, is_over: Callable[[], bool]) -> Report:
    """Ask the links and SpamAssassin; takes up to minutes. Once ``is_over`` it ends early."""
    asked = letter.links[:MOST]
    own = [link.url for link in asked if answering.is_own(link.url)]
    others = [link.url for link in asked if not answering.is_own(link.url)]
    faults = answering.faults_of_own(own) | _faults(others, is_over)
    broken = [Broken(one.url, one.words, faults[one.url]) for one in asked if faults.get(one.url)]
    score, no_score = _score(letter.message)
    return Report(
        links=len(letter.links),
        answered=len(faults) - len(broken),
        unasked=len(letter.links) - len(faults),
        is_off=not current_app.config["LINK_CHECK"],
        broken=tuple(broken),
        score=score,
        no_score=no_score,
    )


def keep(campaign_id: int, asked_at: dt.datetime, report: Report) -> None:
    """Keep what was found, unless it was asked for anew meanwhile."""
    finished = {"report": written(report), "finished_at": clock.now(), "lease_ends_at": None}
    db.session.execute(_same(campaign_id, asked_at).values(**finished))


def give_back(campaign_id: int, asked_at: dt.datetime) -> None:
    """Leave an inspection that was begun to another worker."""
    db.session.execute(_same(campaign_id, asked_at).values(lease_ends_at=None))


def _waits() -> tuple[ColumnElement[bool], ...]:
    free = or_(Inspection.lease_ends_at.is_(None), Inspection.lease_ends_at <= clock.now())
    return Inspection.finished_at.is_(None), free


def _same(campaign_id: int, asked_at: dt.datetime) -> Update:
    return update(Inspection).where(
        Inspection.campaign_id == campaign_id, Inspection.asked_at == asked_at
    )


def _faults(urls: list[str], is_over: Callable[[], bool]) -> dict[str, str]:
    config = current_app.config
    if not config["LINK_CHECK"]:
        return {}
    agent = f"Masthead link check (+{config['PUBLIC_URL']})"
    return asyncio.run(ask_all(urls, Guard(frozenset(config["LINK_CHECK_INSIDE"])), agent, is_over))


def _score(message: bytes) -> tuple[scoring.Score | None, str]:
    try:
        return scoring.scores([message])[0], ""
    except scoring.NoScore as refused:
        return None, refused.sentence
