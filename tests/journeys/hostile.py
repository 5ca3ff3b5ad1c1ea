"""A newspaper in which every text that people type is a payload."""

from __future__ import annotations

import io
from typing import NamedTuple

from PIL import Image

from tests.browser import Browser
from tests.journeys.site import STAFF, Site
from tests.makers import make_account
from tests.passes import pass_of
from webapp import create_app
from webapp.accounts.models import Role
from webapp.extensions import db
from webapp.newsroom.bylining import own_byline
from webapp.reading import saving, shelving
from webapp.reading.addressing import article_url
from webapp.reading.cleaning import clean_line, without_controls
from webapp.reading.models import Article, Author, Section, Topic

HEADLINE, STANDFIRST, CAPTION, TOPIC, NAME = 200, 500, 300, 60, 80  # characters that forms take


class Pages(NamedTuple):
    """Where the payloads are shown."""

    stories: list[tuple[str, str]]  # address and headline
    lists: list[str]
    desk: list[str]
    kept: dict[str, list[str]]  # by the reader who keeps them


def fill(site: Site, payloads: list[str]) -> Pages:
    """Type every payload into every field of a story, and publish it."""
    app = create_app(site.instance, {"PUBLIC_URL": site.url, "RATELIMIT_ENABLED": False})
    try:
        with app.app_context():
            bylines = _bylines(payloads)
        desk = Browser(app, check=False)
        desk.client.set_cookie(*pass_of(app, STAFF))
        for payload, byline in zip(payloads, bylines, strict=True):
            _write(desk, payload, byline)
        with app.test_request_context():
            return _pages(_keep(payloads))
    finally:
        with app.app_context():
            db.engine.dispose()


def _bylines(payloads: list[str]) -> list[str]:
    """An author for each payload, whose name it is."""
    made = [
        own_byline(make_account(f"author{number}@example.com", role=Role.AUTHOR, name=name))
        for number, name in enumerate(one[:NAME] for one in payloads)
    ]
    db.session.commit()
    return [str(author.id) for author in made]


def _write(desk: Browser, payload: str, byline: str) -> None:
    desk.open("/newsroom/stories/new/")
    desk.press(
        "Save",
        headline=clean_line(payload)[:HEADLINE],
        standfirst=payload[:STANDFIRST],
        dateline=payload[:TOPIC],
        topics=payload.replace(",", " ")[:TOPIC],
        body=f"<p>Before.</p>{payload}<p>After.</p>",
        alt=payload[:CAPTION],
        caption=payload[:CAPTION],
        credit=payload[:TOPIC],
        picture=(io.BytesIO(PICTURE), "picture.png"),
        author=byline,
    )
    desk.press("Publish")


def _keep(payloads: list[str]) -> dict[str, list[str]]:
    """Readers who saved as many stories as one may have folders, each with a note, in its own."""
    stories, most = _stories(), shelving.MOST_FOLDERS
    return {
        (reader := f"reader{start}@example.com"): _keep_some(
            make_account(reader).id, stories[start : start + most], payloads[start : start + most]
        )
        for start in range(0, len(stories), most)
    }


def _keep_some(reader: int, stories: list[Article], payloads: list[str]) -> list[str]:
    shelves = ["/account/saved/folders/"]
    for story, payload in zip(stories, payloads, strict=True):
        saving.save(reader, story)
        kept = saving.kept(reader, story.id)
        kept.note = without_controls(payload)
        kept.folder_id = shelving.make(reader, clean_line(f"{story.id} {payload}")[:TOPIC]).id
        shelves.append(f"/account/saved/folders/{kept.folder_id}/")
        shelves.append(f"/account/saved/{story.id}/note/")
    db.session.commit()
    return shelves


def _stories() -> list[Article]:
    return db.session.query(Article).order_by(Article.id).all()


def _picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (320, 180), "navy").save(drawn, "PNG")
    return drawn.getvalue()


PICTURE = _picture()


def _pages(kept: dict[str, list[str]]) -> Pages:
    stories = _stories()
    slugs = [
        (prefix, row.slug)
        for prefix, kind in (("category", Section), ("author", Author), ("tag", Topic))
        for row in db.session.query(kind).all()
    ]
    desk = [
        f"/newsroom/stories/{story.id}/{screen}" for story in stories for screen in ("", "preview/")
    ]
    return Pages(
        [(article_url(story), " ".join(story.headline.split())) for story in stories],
        [f"/{prefix}/{slug}/" for prefix, slug in slugs],
        ["/newsroom/", "/newsroom/stories/", "/newsroom/front-page/", "/newsroom/audit/", *desk],
        kept,
    )
