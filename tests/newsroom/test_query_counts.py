"""How much the database is asked for a screen, whatever the number of rows."""

from collections import Counter

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
from webapp.campaigns.actions.models import Action
from webapp.campaigns.segments.models import Segment
from webapp.extensions import db
from webapp.newsroom.models import AuditEntry
from webapp.reading.models import Submission
from webapp.subscriptions import consenting
from webapp.subscriptions.consenting import Proof
from webapp.subscriptions.models import ConsentEvent, MailingList, Suppression

SCREENS = [
    "front-page/",
    *(
        "",
        "stories/",
        "stories/new/",
        "stories/1/",
        "stories/1/alert/",
        "submissions/",
        "submissions/1/",
    ),
    *("campaigns/", "campaigns/new/", "campaigns/1/", "campaigns/1/recipients/"),
    *("campaigns/1/?part=accounting", "campaigns/1/?part=ledger", "campaigns/2/"),
    *("campaigns/2/edit/", "campaigns/2/preview/", "campaigns/2/text/"),
    *("campaigns/calendar/", "campaigns/2/schedule/", "campaigns/1/cancel/", "campaigns/1/retry/"),
    *("campaigns/1/newcomers/", "campaigns/1/copies/", "campaigns/2/send/"),
    *("lists/", "lists/1/", "lists/1/import/", "subscriptions/1/", "suppressed/"),
    *("lists/1/?q=example", "lists/1/?state=confirmed&since=2020-01-01", "lists/1/export/"),
    *("subscribers/", "subscribers/?q=example&list_id=1&state=confirmed", "segments/"),
    *("segments/new/?list_id=1", "segments/1/", "actions/", "actions/1/"),
    *("actions/new/end/?list_id=1", "actions/1/?part=live"),
    *("lists/1/charts/", "lists/overlap/", "imports/"),
    *("staff/", "staff/invite/", "staff/1/", "audit/"),
    *("sending/", "sending/new/all/", "sending/new/server/", "sending/new/domain/"),
]
MOST = 16  # a search by several conditions asks first which of them fewest meet


def fill(number):
    """So many more of everything."""
    weekly = db.session.scalars(select(MailingList)).first() or make_list()
    for _ in range(number):
        make_article(author=make_author(), section=make_section(f"s{clock.now():%H%M%S%f}"))
        person = make_subscriber()
        row = make_subscription(weekly, person)
        consenting.record([row], ConsentEvent.ASKED, Proof("form"))
        db.session.add(Suppression(email=f"not.{person.email}", reason="bounce"))
        words = {"name": "A", "email": "a@example.com", "headline": "H", "text": "T"}
        db.session.add(Submission(network_address="192.0.2.1", **words))
        db.session.add(AuditEntry(actor="a@example.com", act="made list", subject="L"))
        db.session.flush()
        launching.launch(make_campaign(weekly))
        make_campaign(weekly)
        make_list()
        name = f"Segment {clock.now():%H%M%S%f}"
        db.session.add(Segment(name=name, conditions={"domain": "example.org"}))
        samples = {"changes": [person.id], "left": [person.id]}
        columns = {"list_id": weekly.id, "who": "a@example.com", "samples": samples}
        db.session.add(Action(kind="end", conditions={"domain": "example.org"}, **columns))


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
        beyond = "\n".join(Counter(more[screen]) - Counter(questions))
        assert len(more[screen]) == len(questions), f"{screen} asks beyond that:\n{beyond}"
