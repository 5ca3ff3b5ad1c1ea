"""Loading the demo newspaper, once."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import current_app
from sqlalchemy import select

from .. import clock, templating
from ..campaigns.digests.models import DigestRules
from ..campaigns.drafting import clean_letter
from ..extensions import db
from ..reading import correcting, picturing, publishing, tagging
from ..reading.furnishing import furnish
from ..reading.illustrating import snippet
from ..reading.models import Article, Author, Image, Section
from ..subscriptions.models import MailingList
from .letters import load_draft, load_letters
from .manuscripts import Manuscript, manuscripts, newspaper, story_files
from .painting import Painting, Sizes, paint, place_of
from .readership import load_readers

# The hour from which today's stories have all appeared.
PRINTED_BY = 10
# What is said of a list that is no column of it.
NO_COLUMNS = {"section"}
# Where the text of a story has place for its next picture.
PLACE = "<p>[picture]</p>"


def load(studio: Path | None = None) -> int:
    """Put the demo newspaper into an instance that has none; return how many stories came in.

    The pictures are drawn before the first row is written, so that nobody waits for the database.
    ``studio`` is a folder that keeps them for the next instance; without one they are not kept.
    """
    if _is_loaded():
        return 0
    db.session.rollback()
    stories = list(manuscripts())
    with tempfile.TemporaryDirectory() as passing:
        folder = studio or Path(passing)
        sizes = paint((painting for s in stories for painting in s.paintings), folder)
        furnish()
        _load_lists(newspaper()["lists"])
        _rule_digest(newspaper()["digest"])
        _load_stories(stories, _authors(newspaper()["authors"]), folder, sizes)
    load_letters(newspaper()["issues"], anchor_day())
    load_draft(newspaper()["draft"])
    load_readers(anchor_day())
    return len(stories)


def _is_loaded() -> bool:
    """Whether the first of the demo's stories is there; they come all together or not at all."""
    first = story_files()[0].stem
    return db.session.scalar(select(Article.id).where(Article.slug == first)) is not None


def anchor_day() -> dt.datetime:
    """The day of the newest stories: today in the paper's zone, before ten yesterday."""
    now = templating.today()
    return now if now.hour >= PRINTED_BY else now - dt.timedelta(days=1)


def _load_stories(
    stories: Sequence[Manuscript], authors: dict[str, Author], folder: Path, sizes: Sizes
) -> None:
    sections = {section.slug: section for section in db.session.scalars(select(Section))}
    anchor = anchor_day()
    for story in stories:
        article = publishing.draft(
            headline=story.headline,
            standfirst=story.standfirst,
            dateline=story.dateline,
            body=story.body,
            section=sections[story.section],
            author=authors[story.author],
            image=_image(story, folder, sizes),
        )
        _illustrate(article, story, folder, sizes)
        article.slug = story.slug
        article.pick_position = story.pick
        tagging.tag(article, story.topics)
        publishing.publish(article, story.published_at(anchor))
        if story.correction:
            correcting.correct(article, story.correction, story.corrected_at(anchor))


def _image(story: Manuscript, folder: Path, sizes: Sizes) -> Image | None:
    """The story's own row and files for its painting."""
    if story.painting is None:
        return None
    return _hung(story.painting, story.alt, story.caption, folder, sizes)


def _illustrate(article: Article, story: Manuscript, folder: Path, sizes: Sizes) -> None:
    """Put the pictures of a text where it has a place for them."""
    for figure in story.figures:
        painting = (figure["scene"], figure["light"])
        image = _hung(painting, figure["alt"], figure["caption"], folder, sizes)
        article.pictures.append(image)
        article.body = article.body.replace(PLACE, snippet(image), 1)


def _hung(painting: Painting, alt: str, caption: str, folder: Path, sizes: Sizes) -> Image:
    width, height = sizes[painting]
    image = Image(key=uuid4().hex, width=width, height=height, formats=picturing.FORMATS)
    image.alt, image.caption = alt, caption
    image.credit = f"Drawing: {current_app.config['NAME']}"
    picturing.keep(place_of(painting, folder), image)
    return image


def _authors(written: dict[str, dict[str, str]]) -> dict[str, Author]:
    known = {author.slug: author for author in db.session.scalars(select(Author))}
    for slug, columns in written.items():
        if slug not in known:
            known[slug] = Author(slug=slug, **columns)
            db.session.add(known[slug])
    return known


def _load_lists(written: Sequence[dict[str, Any]]) -> None:
    known = set(db.session.scalars(select(MailingList.slug)))
    for columns in written:
        if columns["slug"] not in known:
            kept = {name: value for name, value in columns.items() if name not in NO_COLUMNS}
            kept["welcome_body"] = clean_letter(kept["welcome_body"])
            db.session.add(MailingList(**kept, welcomes=True, launched_at=clock.now()))


def _rule_digest(written: dict[str, Any]) -> None:
    """Have the list of digests put its letters together."""
    slug = MailingList.slug == written["list"]
    found = db.session.scalars(select(MailingList).where(slug)).one()
    if db.session.get(DigestRules, found.id) is None:
        db.session.add(DigestRules(mailing_list=found, most=written["most"]))
