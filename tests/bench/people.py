"""Very many subscribers, written by the database itself from a few thousand made-up names."""

from __future__ import annotations

import datetime as dt
import random

from sqlalchemy import insert, text

from tests.bench.stories import Language
from tests.makers import make_campaign, make_list
from webapp import clock
from webapp.campaigns.states import CampaignState
from webapp.extensions import db
from webapp.subscriptions.models import MailingList, Suppression

WORDS = 5_000
BATCH = 50_000
YEARS = 3
# How many of a hundred people are on each list; three hundred in all.
LISTS = {"the-day": 100, "the-week": 80, "nation": 60, "business": 40, "science": 18, "chess": 2}
DOMAINS = ["gmail.example", "mail.example", "post.example.kz", "yandex.example", "work.example"]
CITIES = ["Almaty", "Astana", "Shymkent", "Aktobe", "Karaganda", "Taraz", "Pavlodar", "Semey"]

NUMBERS = {
    "sqlite": """
        WITH RECURSIVE each(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM each WHERE n < :last)
    """,
    "postgresql": "WITH each(n) AS (SELECT generate_series(:first, :last))",
}
# A number that looks as if thrown, always the same for the same person.
THROWN = "(n * CAST(48271 AS BIGINT) % 2147483647)"
PEOPLE = """
    INSERT INTO subscribers (id, email, name, created_at, confirmed_at, link_version, attributes)
    {numbers}
    SELECT n, words.given || '.' || words.family || n || '@' || words.domain,
        CASE WHEN n % 3 = 0 THEN '' ELSE words.shown END,
        {at}, {at}, 0, CAST(words.attributes AS {json})
    FROM each JOIN bench_words AS words ON words.id = {thrown} % {words}
"""
SUBSCRIPTIONS = """
    INSERT INTO subscriptions
        (subscriber_id, list_id, source, asked_at, confirmed_at, ended_at, ended_reason)
    {numbers}
    SELECT n, :list_id,
        CASE WHEN {thrown} % 10007 = 0 THEN 'staff' WHEN {thrown} % 10 < 7 THEN 'import'
            ELSE 'form' END,
        {at},
        CASE WHEN {thrown} % 53 = :list_id THEN NULL ELSE {at} END,
        CASE WHEN {thrown} % 8 = :list_id % 8 THEN {later} END,
        CASE WHEN {thrown} % 8 = :list_id % 8 THEN 'unsubscribed' ELSE '' END
    FROM each WHERE {thrown} % 100 < :share
"""
DELIVERIES = """
    INSERT INTO deliveries (campaign_id, subscriber_id, email, state, reason, claimed_by, tries, reply)
    SELECT :campaign_id, s.id, s.email, 'sent', '', '', 1, ''
    FROM subscribers AS s JOIN subscriptions AS o ON o.subscriber_id = s.id
    WHERE o.list_id = :list_id AND o.ended_at IS NULL AND o.confirmed_at IS NOT NULL
"""
MOMENTS = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', :start, '+' || ({}) || ' seconds')",
    "postgresql": "CAST(:start AS timestamptz) + ({}) * interval '1 second'",
}


def fill(people: int) -> None:
    """So many subscribers, three times as many subscriptions, and every hundredth suppressed."""
    kind = db.session.get_bind().dialect.name
    _words()
    lists = [make_list(slug, slug.replace("-", " ").title()) for slug in LISTS]
    seconds = YEARS * 365 * 86_400 - 90 * 86_400
    parts = {
        "numbers": NUMBERS[kind],
        "thrown": THROWN,
        "words": WORDS,
        "json": "TEXT" if kind == "sqlite" else "JSONB",
        "at": MOMENTS[kind].format(f"{THROWN} % {seconds}"),
        "later": MOMENTS[kind].format(f"{THROWN} % {seconds} + {THROWN} % 7776000"),
    }
    start = clock.now() - dt.timedelta(days=YEARS * 365)
    values = {"start": f"{start:%Y-%m-%d %H:%M:%S}"}
    for first in range(1, people + 1, BATCH):
        span = values | {"first": first, "last": min(first + BATCH - 1, people)}
        db.session.execute(text(PEOPLE.format(**parts)), span)
        for one in lists:
            on = span | {"list_id": one.id, "share": LISTS[one.slug]}
            db.session.execute(text(SUBSCRIPTIONS.format(**parts)), on)
        db.session.commit()
    _letter(lists[4].id)
    _suppress(people)
    db.session.execute(text("DROP TABLE bench_words"))
    db.session.commit()


def _words() -> None:
    """The names, and what goes with each."""
    thrown = random.Random(7)  # noqa: S311 (the same each time)
    language = Language(7, words=4 * WORDS)
    latin = [word for word in language.words if word.isascii()]
    db.session.execute(
        text(
            "CREATE TABLE bench_words (id INTEGER PRIMARY KEY, given TEXT, family TEXT, "
            "shown TEXT, domain TEXT, attributes TEXT)"
        )
    )
    rows = []
    for number in range(WORDS):
        given, family = latin[number % 1000], latin[number % 4999 + 1000]
        is_rare = thrown.random() < 0.1
        domain = (
            f"{latin[number]}.example" if is_rare else thrown.choices(DOMAINS, (9, 5, 3, 2, 1))[0]
        )
        city = thrown.choice(CITIES)
        rows.append(
            {
                "id": number,
                "given": given,
                "family": family,
                "shown": f"{language.words[number].title()} {family.title()}",
                "domain": domain,
                "attributes": f'{{"city": "{city}", "plan": "{"paid" if number % 9 == 0 else "free"}"}}',
            }
        )
    db.session.execute(
        text("INSERT INTO bench_words VALUES (:id, :given, :family, :shown, :domain, :attributes)"),
        rows,
    )


def _letter(list_id: int) -> None:
    """A letter that everybody on a list was sent."""
    campaign = make_campaign(
        db.session.get_one(MailingList, list_id), state=CampaignState.SENT, issue=1
    )
    sent = db.session.execute(text(DELIVERIES), {"campaign_id": campaign.id, "list_id": list_id})
    campaign.audience = sent.rowcount


def _suppress(people: int) -> None:
    emails = db.session.execute(
        text("SELECT email FROM subscribers WHERE id % 100 = 0 AND id <= :people"),
        {"people": people},
    ).scalars()
    db.session.execute(
        insert(Suppression),
        [{"email": email, "reason": "bounce", "evidence": ""} for email in emails],
    )
