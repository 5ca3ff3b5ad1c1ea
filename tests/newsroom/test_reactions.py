"""What came of a letter, on its page: numbers beside pictures, and the usual of its list."""

from sqlalchemy import insert, select

from tests.makers import make_campaign
from tests.newsroom.letters import work_off, write
from webapp import clock
from webapp.campaigns import launching
from webapp.campaigns.models import Delivery
from webapp.campaigns.reactions.models import (
    ClickCount,
    IssueFigures,
    LetterLink,
    Reaction,
    ReactionKind,
)
from webapp.campaigns.reactions.noting import note
from webapp.extensions import db
from webapp.subscriptions.models import MailingList

LINKS = '<p><a href="https://one.example/">One</a> <a href="https://two.example/">Two</a></p>'


def sent(keeper, app):
    write(keeper, body=LINKS)
    keeper.press("Send to 5")
    work_off(app)


def figures(page):
    """Each key figure by its name."""
    names = [one.get_text() for one in page.all("#reactions dt")]
    numbers = [one.get_text() for one in page.all("#reactions .figure-row__number")]
    return dict(zip(names, numbers, strict=True))


def test_numbers_stand_beside_the_picture_and_nobody_is_named(keeper, weekly, app, filled):
    sent(keeper, app)
    with filled():
        links = db.session.scalars(select(LetterLink.id).order_by(LetterLink.position)).all()
        hour = clock.now().replace(minute=0, second=0, microsecond=0)
        row = {"link_id": links[1], "hour": hour, "people": 3, "machines": 7}
        db.session.execute(insert(ClickCount).values(**row))
        note(1, ReactionKind.COMPLAINED, 2)
    page = keeper.open("/newsroom/campaigns/1/")
    assert figures(page) == {
        "Sent": "5",
        "Delivered": "5",
        "Bounced": "0",
        "Complaints": "1",
        "Left by it": "0",
        "Clicks": "3",
    }
    assert "20.00 % of the delivered" in page.text
    assert "Nothing is usual yet" in page.text
    rows = [row.get_text(" ", strip=True) for row in page.all("#reactions tbody tr")]
    assert "https://two.example/ 3 7" in rows
    assert "https://one.example/ 0 0" in rows
    part = keeper.client.get("/newsroom/campaigns/1/?part=reactions").get_data(as_text=True)
    assert 'id="reactions"' in part
    assert "<html" not in part


def test_who_complained_is_found_among_the_recipients(keeper, weekly, app, filled):
    sent(keeper, app)
    with filled():
        whose = db.session.get(Delivery, 2)
        note(1, ReactionKind.COMPLAINED, whose.subscriber_id)
        email = whose.email
    page = keeper.open("/newsroom/campaigns/1/recipients/?did=complained")
    assert [row.get_text() for row in page.all("tbody th")] == [email]
    assert "Complained" in page.text


def test_the_usual_of_the_list_stands_beside_each_figure(keeper, weekly, app, filled):
    with filled():
        for number in range(3):
            one = make_campaign(db.session.get(MailingList, weekly), body=LINKS)
            launching.launch(one)
            db.session.flush()
            kept = {"campaign_id": one.id, "finished_at": clock.now(), "sent": 10}
            db.session.execute(insert(IssueFigures).values(refused=number, **kept))
            db.session.execute(
                insert(Reaction).values(
                    campaign_id=one.id, kind="left", link_id=0, subscriber_id=1, at=clock.now()
                )
            )
        launching.launch(make_campaign(db.session.get(MailingList, weekly), body=LINKS))
    page = keeper.open("/newsroom/campaigns/4/")
    assert "Usual is the middle of the list’s last 3 issues" in page.text
    assert "none, usually 10.00 %" in page.text
    assert page.all("#reactions .chart__usual")


def test_a_list_that_counts_by_person_says_so_to_its_readers(owner, weekly, app, outbox):
    owner.open(f"/newsroom/lists/{weekly}/edit/")
    owner.press("Save list", clicks="person", sender_name="Dana")
    with app.app_context():
        assert db.session.get(MailingList, weekly).clicks == "person"
    page = owner.open("/newsletters/the-week/")
    assert "The paper keeps which links you follow." in page.text
    assert "The paper keeps which links you follow." in owner.open("/subscribe/").text


def test_a_list_says_what_it_counts_as_it_begins(owner, weekly):
    page = owner.open("/newsletters/the-week/")
    assert "How often each link is followed is counted, not by whom." in page.text
