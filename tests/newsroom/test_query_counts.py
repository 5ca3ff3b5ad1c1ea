"""How much the database is asked for a screen, whatever the number of rows."""

from sqlalchemy import select

from tests.makers import (
    make_article,
    make_author,
    make_campaign,
    make_list,
    make_section,
    make_subscriber,
    make_subscription,
)
from webapp import clock
from webapp.campaigns import launching
from webapp.extensions import db
from webapp.newsroom.models import AuditEntry
from webapp.reading.models import Submission
from webapp.subscriptions.models import Consent, MailingList, Suppression

SCREENS = [
    "front-page/",
    *("", "stories/", "stories/new/", "stories/1/", "submissions/", "submissions/1/"),
    *("campaigns/", "campaigns/new/", "campaigns/1/", "campaigns/1/recipients/"),
    *("campaigns/1/?part=accounting", "campaigns/1/?part=ledger", "campaigns/2/"),
    *("lists/", "lists/1/", "lists/1/import/", "subscriptions/1/", "suppressed/"),
    *("staff/", "audit/"),
]
MOST = 12


def fill(number):
    """So many more of everything."""
    weekly = db.session.scalars(select(MailingList)).first() or make_list()
    for _ in range(number):
        make_article(author=make_author(), section=make_section(f"s{clock.now():%H%M%S%f}"))
        person = make_subscriber()
        row = make_subscription(weekly, person)
        entry = {"subscriber_id": row.subscriber_id, "list_id": weekly.id, "source": "form"}
        db.session.add(Consent(event="asked", **entry))
        db.session.add(Suppression(email=f"not.{person.email}", reason="bounce"))
        words = {"name": "A", "email": "a@example.com", "headline": "H", "text": "T"}
        db.session.add(Submission(network_address="192.0.2.1", **words))
        db.session.add(AuditEntry(actor="a@example.com", act="made list", subject="L"))
        db.session.flush()
        launching.launch(make_campaign(weekly))
        make_campaign(weekly)
        make_list()


def test_every_screen_asks_the_same_few_questions_however_many_rows_there_are(
    owner, filled, queries
):
    def ask():
        asked = {}
        for screen in SCREENS:
            with queries() as asked[screen]:
                assert owner.client.get(f"/newsroom/{screen}").status_code == 200, screen
        return asked

    with filled():
        fill(2)
    few = ask()
    with filled():
        fill(6)
    more = ask()
    for screen, questions in few.items():
        assert len(questions) <= MOST, (screen, questions)
        assert len(more[screen]) == len(questions), (screen, more[screen])
