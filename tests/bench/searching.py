"""The search over very many stories, on both databases, beside the 25 ms that it may take.

`make bench` has a line for each database, of all kinds of questions alike. Alone,
`python -m tests.bench.searching`, it also prints how long each kind takes: the 50th and the 95th of
a hundred, in milliseconds, for the question itself, for the processor’s share of it (of this process
and of its server, if one runs here: what is left when others are busy, too), and for the whole page
as Flask renders it when no page is ready.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from tests import databases, postgres
from tests.bench import processor
from tests.bench.stories import Language, fill
from webapp import create_app
from webapp.extensions import db
from webapp.reading import relating, searching
from webapp.reading.choosing import choices_of, filters_of
from webapp.reading.edition.serving import LAYER
from webapp.reading.listing import story_by_slug

LIMIT = 25  # milliseconds
TIMES = 100  # questions of each kind
SEED = 7
WARM_UP = 3


@dataclass
class Times:
    """Milliseconds of many questions."""

    alone: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)


def measure(
    folder: Path, stories: int, postgresql: str | None = None, *, show: bool = False
) -> list[dict]:
    """A row for each database; with ``show`` the kinds are printed."""
    rows = [database("SQLite", f"sqlite:///{folder / 'search.sqlite'}", folder, stories, show=show)]
    with nullcontext(postgresql) if postgresql else postgres.borrowed() as url:
        rows.append(database("PostgreSQL", url, folder, stories, show=show))
    return rows


def database(name: str, url: str, folder: Path, stories: int, *, show: bool) -> dict:
    """Fill a database, or take one that is filled, and measure the search in it."""
    databases.migrate(folder, url)
    settings = {"DATABASE_URL": url, "LOG_LEVEL": "WARNING", "RATELIMIT_ENABLED": False}
    app = create_app(folder, settings)
    language = Language(SEED)
    with app.app_context():
        if not db.session.scalar(text("SELECT 1 FROM articles LIMIT 1")):
            fill(stories, language)
            tidy()
        db.session.remove()
    kinds = dict(timed(app, language)) | {"related stories": related(app)}
    if show:
        print_kinds(name, stories, kinds)
    with app.app_context():
        db.engine.dispose()
    return row(f"search, {name}", stories, kinds)


def tidy() -> None:
    """What the database does by itself in time."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        connection.execute(text("ANALYZE" if is_sqlite else "VACUUM ANALYZE"))


def questions(known: list[str]) -> dict[str, Callable[[int], dict[str, str]]]:
    """For each kind what its nth question has in its address, the commonest words first."""
    return {
        "common word": lambda n: {"q": known[n % 20]},
        "middling word": lambda n: {"q": known[300 + n]},
        "rare word": lambda n: {"q": known[20_000 + n]},
        "two words": lambda n: {"q": f"{known[10 + n]} {known[200 + n]}"},
        "two common words": lambda n: {"q": f"{known[n % 20]} {known[20 + n % 20]}"},
        "no story has both": lambda n: {"q": f"{known[9_000 + n]} {known[15_000 + n]}"},
        "filtered": lambda n: {
            "q": known[n % 20],
            "section": "nation",
            "year": str(2014 + n % 10),
        },
        "typing error": lambda n: {"q": swapped(known[2_000 + n])},
        "Cyrillic": lambda n: {"q": known[500 + 50 * n]},
        "page 3": lambda n: {"q": known[20 + n], "page": "3"},
    }


def swapped(word: str) -> str:
    """The word with two of its letters in each other’s place."""
    return word[:2] + word[3] + word[2] + word[4:]


def timed(app: Flask, language: Language) -> Iterator[tuple[str, Times]]:
    """For each kind the times of its questions."""
    app.wsgi_app = app.extensions[LAYER]._application  # pages as Flask renders them, none ready
    client = app.test_client()
    for kind, question in questions(language.words).items():
        times = Times()
        for number in range(-WARM_UP, TIMES):
            asked = question(max(number, 0))
            with app.app_context():
                ask(asked, times)
            start = time.perf_counter()
            client.get("/search/", query_string=asked)
            times.pages.append((time.perf_counter() - start) * 1000)
        yield kind, times


def ask(asked: dict[str, str], times: Times) -> None:
    """Ask what the view asks, in a transaction of its own."""
    servers = processor.servers()
    start, before = time.perf_counter(), processor.seconds(servers)
    year = int(asked["year"]) if "year" in asked else None
    filters = filters_of(asked.get("section", ""), "", year)
    found = searching.search(asked["q"], int(asked.get("page", 1)), filters)
    if found.matches.stories:
        choices_of(found.matches, filters)
    times.alone.append((time.perf_counter() - start) * 1000)
    times.processor.append((processor.seconds(servers) - before) * 1000)
    db.session.rollback()


def related(app: Flask) -> Times:
    """How long the stories that go with a story take."""
    times = Times()
    with app.app_context():
        for number in range(TIMES):
            story = db.session.scalars(story_by_slug(f"story-{900 + 7 * number}")).one()
            start = time.perf_counter()
            relating.related(story)
            times.alone.append((time.perf_counter() - start) * 1000)
    return times


def of_a_hundred(place: int, times: list[float]) -> float:
    """The time that so many of a hundred take at most."""
    return sorted(times)[len(times) * place // 100] if times else 0.0


def row(what: str, stories: int, kinds: dict[str, Times]) -> dict:
    """The line of the table: what the 95th of a hundred questions would allow in a second."""
    alone = [each for times in kinds.values() for each in times.alone]
    slowest = max(kinds, key=lambda kind: of_a_hundred(95, kinds[kind].alone))
    p95 = of_a_hundred(95, alone)
    busy = [each for times in kinds.values() for each in times.processor]
    note = (
        f"{stories:,} stories; p50 {of_a_hundred(50, alone):.1f}, p95 {p95:.1f} ms, "
        f"of the processor {of_a_hundred(95, busy):.1f}; "
        f"{slowest} p95 {of_a_hundred(95, kinds[slowest].alone):.1f} ms"
    )
    return {
        "what": what,
        "rate": 1000 / p95,
        "unit": "/s",
        "limit": f"p95 of {LIMIT} ms",
        "limit_rate": 1000 / LIMIT,
        "note": note,
    }


def print_kinds(name: str, stories: int, kinds: dict[str, Times]) -> None:
    """The table of kinds."""
    print(f"\n{name}, {stories:,} stories; milliseconds, p50 and p95")
    print(f"{'':20}{'question':>18}{'processor':>18}{'page':>18}")
    for kind, times in kinds.items():
        each = (times.alone, times.processor, times.pages)
        cells = (f"{of_a_hundred(50, t):9.1f}{of_a_hundred(95, t):9.1f}" for t in each)
        print(f"{kind:20}{''.join(cells)}")


def main() -> None:
    """Measure on both databases and print the kinds."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.searching", description=__doc__)
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where databases are kept for the next time")
    parser.add_argument("--postgresql", help="address of a PostgreSQL database for nothing else")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = asked.folder or Path(folder)
        measure(place, asked.stories, asked.postgresql, show=True)


if __name__ == "__main__":
    main()
