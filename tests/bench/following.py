"""A digest of what readers follow, beside one that brings the same stories to all.

``python -m tests.bench.following --recipients 20000`` says for both, on SQLite and on PostgreSQL,
how long a launch takes, how fast two workers send to postfix’s smtp-sink, and what a worker holds of
memory; ``--memory 300000`` adds what one holds for so many, of whom it sends to some.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Select, insert, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from tests import databases, postgres
from tests.bench.launching import FEW, memory
from tests.bench.sending import join, send_with_workers, sink
from tests.makers import make_article, make_author, make_section
from webapp import clock, create_app
from webapp.accounts.models import Account
from webapp.campaigns import accounting
from webapp.campaigns.digests import running
from webapp.campaigns.digests.models import DigestRules
from webapp.campaigns.digests.timing import Due
from webapp.campaigns.models import Campaign
from webapp.extensions import db
from webapp.reading import tagging
from webapp.reading.models import Follow, Topic
from webapp.subscriptions.models import ListKind, MailingList, Subscriber

STORIES, MOST = 40, 10  # that come out in a day, and of which a letter brings
SECTIONS, TOPICS, AUTHORS = 12, 20, 9
HOUR = 7


def measure(folder: Path, url: str, port: int, recipients: int, *, followed: bool) -> str:
    """Launch one digest and send it to everybody."""
    settings = settings_for(folder, url, port)
    launched, number = launch(folder / "instance", settings, recipients, followed=followed)
    took = send_with_workers(folder / "instance", settings, number)
    with create_app(folder / "instance", settings).app_context():
        sums = accounting.totals(db.session.get_one(Campaign, number))
        db.engine.dispose()
    if sums.sent + sum(sums.skipped.values()) != recipients or not sums.sent:
        raise AssertionError(f"not everyone was sent to, or skipped: {sums}")
    rate = f"{sums.sent / took:,.0f} letters/s, {sum(sums.skipped.values()):,} skipped"
    return f"{folder.name}: {recipients:,} launched in {launched:.2f} s; {rate}"


def settings_for(folder: Path, url: str, port: int) -> dict[str, Any]:
    """The settings of a new instance with a database at today's schema."""
    folder.mkdir(parents=True)
    if url:
        databases.migrate(folder / "instance", url)
    return {
        "DATABASE_URL": url or f"sqlite:///{databases.migrated_sqlite(folder)}",
        "SMTP_URL": f"smtp://127.0.0.1:{port}",
        "PUBLIC_URL": "https://paper.example",
        "LOG_LEVEL": "WARNING",
    }


def launch(
    instance: Path, settings: dict[str, Any], recipients: int, *, followed: bool
) -> tuple[float, int]:
    """Make readers and stories, and launch the digest; the seconds that took, and its number."""
    with create_app(instance, settings).app_context():
        due = prepare(recipients, followed=followed)
        began = time.perf_counter()
        campaign = running.run(due)
        db.session.commit()
        took = time.perf_counter() - began
        if campaign is None:
            raise AssertionError("nothing was launched")
        number = campaign.id
        db.engine.dispose()
    return took, number


def prepare(recipients: int, *, followed: bool) -> Due:
    """A digest that is due, its stories, and readers of whom each follows four things."""
    now = clock.now()
    daily = MailingList(slug="day", name="The Day", kind=ListKind.DIGEST, launched_at=now)
    db.session.add(DigestRules(mailing_list=daily, is_followed=followed, most=MOST))
    db.session.flush()
    join(daily, recipients)
    write_stories(now - dt.timedelta(hours=1))
    columns = ["id", "email", "confirmed_at", "password_hash"]
    people = select(Subscriber.id, Subscriber.email, Subscriber.confirmed_at, literal("-"))
    db.session.execute(insert(Account).from_select(columns, people))
    number = Account.id
    follow(Follow.section_id, select(number, number % SECTIONS + 1))
    second = (number % SECTIONS + number // SECTIONS % (SECTIONS - 1) + 1) % SECTIONS + 1
    follow(Follow.section_id, select(number, second))
    follow(Follow.topic_id, select(number, number % TOPICS + 1))
    follow(Follow.author_id, select(number, number % AUTHORS + 1))
    db.session.commit()
    return Due(daily.id, now.date(), HOUR, now)


def write_stories(published_at: dt.datetime) -> None:
    """The stories of a day, in all sections, by all authors, on two topics each."""
    sections = [make_section(f"section-{n}", f"Section {n}") for n in range(SECTIONS)]
    authors = [make_author(name=f"Author {n}") for n in range(AUTHORS)]
    for n in range(STORIES):
        one = make_article(
            f"What the city learnt from its river in the summer of {1980 + n}",
            section=sections[n % SECTIONS],
            author=authors[n % AUTHORS],
            standfirst="Fifty-two hours, one samovar and eleven conversations by the water.",
            published_at=published_at,
        )
        tagging.tag(one, [f"Topic {n % TOPICS}", f"Topic {(n * 7 + 3) % TOPICS}"])
    if len(db.session.scalars(select(Topic)).all()) != TOPICS:
        raise AssertionError("there are other topics than meant")


def follow(column: InstrumentedAttribute[int | None], whom: Select[Any]) -> None:
    """Have accounts follow things."""
    names = ["account_id", column.key]
    db.session.execute(insert(Follow).from_select(names, whom))


def held(folder: Path, url: str, port: int, recipients: int) -> str:
    """What a worker holds while it sends to some of so many."""
    settings = settings_for(folder, url, port)
    took, number = launch(folder / "instance", settings, recipients, followed=True)
    most = memory(folder / "instance", settings, number)
    return f"{folder.name}: {recipients:,} launched in {took:.2f} s; a worker held {most:.0f} MB"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.following", description=__doc__)
    parser.add_argument("--recipients", type=int, default=20_000)
    parser.add_argument("--memory", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sink() as port, postgres.borrowed():
        for followed in (False, True):
            for database in ("SQLite", "PostgreSQL"):
                url = postgres.make_database() if database == "PostgreSQL" else ""
                place = (
                    Path(name)
                    / str(followed)
                    / f"{database}, {'followed' if followed else 'plain'}"
                )
                print(measure(place, url, port, asked.recipients, followed=followed), flush=True)
        for number in (FEW, asked.memory) if asked.memory else ():
            for database in ("SQLite", "PostgreSQL"):
                url = postgres.make_database() if database == "PostgreSQL" else ""
                print(held(Path(name) / str(number) / database, url, port, number), flush=True)


if __name__ == "__main__":
    main()
