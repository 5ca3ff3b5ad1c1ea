"""Overtaking: two people who work on one story; the later save is told of the earlier one."""

from __future__ import annotations

from sqlalchemy import select

from ..extensions import db
from ..reading import tagging
from ..reading.models import Article
from ..templating import date_time
from .models import AuditEntry


def version_of(article: Article) -> str:
    """What a form of a story carries along, to tell whether the story is still the same."""
    return article.updated_at.isoformat()


def contents(article: Article) -> dict[str, object]:
    """The parts of a story that its form changes, by the names people call them."""
    image = article.image
    return {
        "headline": article.headline,
        "standfirst": article.standfirst,
        "text": article.body,
        "section": article.section_id,
        "byline": article.author_id,
        "place line": article.dateline,
        "topics": tagging.written(article),
        "pick": article.pick_position is not None,
        "picture": image and (image.id, image.alt, image.caption, image.credit, image.focus),
        "pictures in the text": [picture.id for picture in article.pictures],
    }


def differences(before: dict[str, object], after: dict[str, object]) -> str:
    """The names of the parts that differ: “headline, text”."""
    return ", ".join(name for name, value in after.items() if before[name] != value)


def sentence_for(article: Article) -> str:
    """Who changed what of the story and when, for someone who had it open meanwhile."""
    when = f"on {date_time(article.updated_at)}, after you opened it"
    rest = "What you typed is kept here; Preview shows the other version; save again to replace it."
    last = _last_act(article)
    if last is None:
        return f"Somebody changed this story {when}. {rest}"
    what = f" ({last.detail})" if last.detail else ""
    return f"{last.actor} {last.act.replace('story', 'this story')}{what} {when}. {rest}"


def _last_act(article: Article) -> AuditEntry | None:
    """The entry of the change; the log names stories by the headline they had then."""
    query = select(AuditEntry).where(
        AuditEntry.subject == article.headline, AuditEntry.act.endswith(" story")
    )
    return db.session.scalar(query.order_by(AuditEntry.id.desc()).limit(1))
