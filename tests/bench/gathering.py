"""For you over very many stories, on both databases.

`python -m tests.bench.gathering` fills a database and prints for readers who follow little and
much how long the question takes, and the whole page as Flask renders it: the 50th and the 95th of
a hundred, in milliseconds.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import insert, text

from tests import databases
from tests.makers import make_account
from webapp import clock, create_app
from webapp.accounts import signing_in
from webapp.extensions import db
from webapp.reading import gathering
from webapp.reading.models import (
    Article,
    ArticleState,
    ArticleTopic,
    Author,
    Follow,
    Section,
    Topic,
)
from webapp.web import Visit

SECTIONS, AUTHORS, TOPICS, BATCH = 20, 60, 1_000, 5_000
MINUTES = 60  # between two stories
READERS = {
    "nothing": [],
    "a section": [("section", 3)],
    "the commonest topic": [("topic", 1)],
    "a rare topic": [("topic", TOPICS)],
    "ten things": [("section", 1), ("author", 1), *(("topic", n) for n in range(1, 9))],
    "200 things": [
        *(("section", n) for n in range(1, SECTIONS + 1)),
        *(("author", n) for n in range(1, AUTHORS + 1)),
        *(("topic", n) for n in range(1, 121)),
    ],
}


def fill(count: int) -> None:
    """So many published stories; topic n is on every (n + 1)th, the first on half of them."""
    for model, many in ((Section, SECTIONS), (Author, AUTHORS), (Topic, TOPICS)):
        names = [{"id": n, "slug": f"t{n}", "name": f"Name {n}"} for n in range(1, many + 1)]
        db.session.execute(insert(model), names)
    now = clock.now()
    for first in range(1, count + 1, BATCH):
        numbers = range(first, min(first + BATCH, count + 1))
        db.session.execute(insert(Article), [story(n, now, count) for n in numbers])
        db.session.execute(insert(ArticleTopic), [row for n in numbers for row in topics_of(n)])
    db.session.commit()


def story(number: int, now: dt.datetime, count: int) -> dict:
    """One story; the last is the newest."""
    at = now - dt.timedelta(minutes=MINUTES * (count - number) + 1)
    return {
        "id": number,
        "slug": f"story-{number}",
        "headline": f"What happened on day {number}",
        "standfirst": "What it is about. " * 6,
        "body": "<p>The path leaves the last bus stop.</p>" * 60,
        "state": ArticleState.PUBLISHED,
        "section_id": number % SECTIONS + 1,
        "author_id": number % AUTHORS + 1,
        "created_at": at,
        "updated_at": at,
        "published_at": at,
    }


def topics_of(number: int) -> list[dict]:
    """Its topics: as common as words in texts."""
    on = [topic for topic in range(1, TOPICS + 1) if number % (topic + 1) == 0][:8]
    return [{"article_id": number, "topic_id": topic} for topic in on]


def readers(app: Flask) -> Iterator[tuple[str, dict[str, str]]]:
    """What each follows, and the header that signs them in."""
    signer = app.session_interface.get_signing_serializer(app)
    for what, things in READERS.items():
        reader = make_account(f"{len(things)}-{what.replace(' ', '-')}@example.com")
        follows = [{"account_id": reader.id, f"{kind}_id": number} for kind, number in things]
        for follow in follows:
            db.session.execute(insert(Follow), follow)
        signing_in.start(reader, Visit("127.0.0.1", "bench"), remember=True)
        cookie = signer.dumps({"_user_id": reader.get_id()})
        db.session.commit()
        yield what, {"Cookie": f"{app.config['SESSION_COOKIE_NAME']}={cookie}"}


def run(name: str, url: str, folder: Path, asked: argparse.Namespace) -> None:
    """Fill a database and print its table."""
    databases.migrate(folder, url)
    app = create_app(folder, {"DATABASE_URL": url, "LOG_LEVEL": "WARNING"})
    with app.app_context():
        fill(asked.stories)
        db.session.execute(text("ANALYZE"))
        db.session.commit()
        known = dict(readers(app))
    print(f"\n{name}: {asked.stories:,} stories\n{'follows':24}{'question':>16}{'page':>16}  ms")
    for what, cookie in known.items():
        print(f"{what:24}{shown(questions(app, what))}{shown(pages(app, cookie))}", flush=True)


def questions(app: Flask, what: str) -> list[float]:
    """How long the first three pages’ questions take, in milliseconds."""
    with app.app_context():
        return [timed(lambda n=n: gathering.gather(READERS[what], n % 3 + 1)) for n in range(100)]


def pages(app: Flask, cookie: dict[str, str]) -> list[float]:
    """How long the first three pages take, in milliseconds."""
    client = app.test_client(use_cookies=False)
    paths = [f"/account/for-you/?page={n % 3 + 1}" for n in range(100)]
    return [timed(lambda path=path: client.get(path, headers=cookie)) for path in paths]


def timed(do: Callable[[], object]) -> float:
    """How many milliseconds something takes."""
    start = time.perf_counter()
    do()
    return (time.perf_counter() - start) * 1000


def shown(times: list[float]) -> str:
    """The 50th and the 95th of a hundred."""
    return f"{sorted(times)[50]:8.1f}{sorted(times)[95]:8.1f}"


def main() -> None:
    """Measure on SQLite, and on PostgreSQL where the address of an empty one is given."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.gathering", description=__doc__)
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--postgresql", help="address of a PostgreSQL database for nothing else")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run("SQLite", f"sqlite:///{folder}/bench.sqlite", Path(folder), asked)
        if asked.postgresql:
            run("PostgreSQL", asked.postgresql, Path(folder), asked)


if __name__ == "__main__":
    main()
