"""Fronting: what the front page’s screen shows of each part, and who changed it last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from ..extensions import db
from ..reading.arranging import Front
from ..reading.listing import newest
from ..reading.models import Article
from ..reading.placing import Part, pinned
from .models import AuditEntry

NAMES = {Part.LEAD: "Lead", Part.SECOND: "Seconds", Part.PICK: "Editor’s Picks"}
HINTS = {
    Part.LEAD: "One stands large; two or three stand side by side as equals.",
    Part.SECOND: "Three stand beside the lead, or under several leads.",
    Part.PICK: "The first three are printed; all stand on the page of the picks.",
}
PIN = {Part.LEAD: "Lead with it", Part.SECOND: "Second", Part.PICK: "Pick"}
ACTS = {
    "pin": {Part.LEAD: "pinned lead", Part.SECOND: "pinned second", Part.PICK: "picked story"},
    "move": {Part.LEAD: "moved lead", Part.SECOND: "moved second", Part.PICK: "moved pick"},
    "out": {
        Part.LEAD: "took out lead",
        Part.SECOND: "took out second",
        Part.PICK: "unpicked story",
    },
}


@dataclass(frozen=True)
class Shown:
    """A part as the screen shows it: what editors pinned, then what recency adds."""

    part: Part
    pinned: Sequence[Article]
    filled: Sequence[Article] = ()

    @property
    def name(self) -> str:
        """Its title."""
        return NAMES[self.part]

    @property
    def hint(self) -> str:
        """How many fit, and what shape they take."""
        return HINTS[self.part]

    @property
    def seen(self) -> str:
        """The order on the screen, as its forms send it back."""
        return "-".join(str(article.id) for article in self.pinned)


def parts(front: Front) -> list[Shown]:
    """The three parts that editors fill."""
    leads, seconds = (
        Shown(
            part,
            [article for article in found if article.id in front.pinned],
            [article for article in found if article.id not in front.pinned],
        )
        for part, found in ((Part.LEAD, front.leads), (Part.SECOND, front.seconds))
    )
    return [leads, seconds, Shown(Part.PICK, db.session.scalars(pinned(Part.PICK)).all())]


def to_pin(words: str) -> Select[Article]:
    """Published stories to choose from, newest first, with words in the headline."""
    if not words:
        return newest()
    return newest().where(Article.headline.icontains(words, autoescape=True))


def last_change(part: Part) -> AuditEntry | None:
    """The last act of an editor on a part of the front page."""
    acts = [act[part] for act in ACTS.values()]
    query = select(AuditEntry).where(AuditEntry.act.in_(acts))
    return db.session.scalar(query.order_by(AuditEntry.id.desc()).limit(1))
