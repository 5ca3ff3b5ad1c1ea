"""Links of letters that are counted: one address a link, and nobody named by default."""

from __future__ import annotations

import email
import re

from sqlalchemy import select

from tests.campaigns.clicks import ADDRESS, BODY, addresses, counts, later, parts
from tests.campaigns.sends import campaign, launch, make_letter, send, totals
from webapp import clock
from webapp.campaigns import drafting
from webapp.campaigns.models import Delivery
from webapp.campaigns.reactions import figuring, rolling
from webapp.campaigns.reactions.models import Click, LetterLink, Reaction
from webapp.campaigns.reactions.receiving import WAITING
from webapp.extensions import db
from webapp.subscriptions.models import MailingList


def test_everyone_gets_the_same_links_and_each_leads_where_it_led(letters, visit):
    _, (one, two) = letters()
    assert addresses(one) == addresses(two)
    goals = [visit(path).headers["Location"] for path in addresses(one)]
    assert goals == ["https://paper.example/2026/05/orchard/", "https://other.example/?a=1&b=2"]
    text, html = parts(one)
    assert "other.example" not in text + html
    assert set(ADDRESS.findall(text)) == set(addresses(one)), "the text counts by the same links"
    assert "mailto:desk@paper.example" in html
    assert "/letters/seen/" not in html, "openings are not looked at"
    assert re.search(r"https://paper\.example/newsletters/week/1/", html), "the archive as it is"


def test_a_link_of_ours_leads_nowhere_else(letters, visit):
    _, (one, _) = letters()
    path = addresses(one)[0]
    mark = path.split("/")[3]
    assert (
        visit(path + "?url=https://evil.example/")
        .headers["Location"]
        .startswith("https://paper.example/")
    )
    for wrong in (
        f"/letters/to/{mark[:-1]}0/",
        "/letters/to/1-00000000000000000000/",
        "/letters/to/x/",
    ):
        if wrong != path:
            assert visit(wrong).status_code in {400, 404, 410, 422}


def test_a_click_is_counted_once_a_visit_and_names_nobody(letters, visit):
    campaign_id, (one, _) = letters()
    for _ in range(3):
        answer = visit(addresses(one)[0])
    assert answer.status_code == 302
    assert answer.headers["Cache-Control"] == "no-store"
    later()
    assert counts() == (1, 0)
    assert db.session.scalars(select(Click)).all() == []
    assert db.session.scalars(select(Reaction)).all() == []
    found = figuring.figures_of(campaign(campaign_id), totals(campaign_id))
    assert (found.clicks, found.machines, sum(found.by_hour)) == (1, 0, 1)
    shown = [(link.url, link.people) for link in figuring.links_of(campaign(campaign_id))]
    assert shown == [
        ("https://paper.example/2026/05/orchard/", 1),
        ("https://other.example/?a=1&b=2", 0),
    ]


def test_per_person_the_recipient_is_spliced_in_and_noted_once(letters, visit):
    campaign_id, (one, two) = letters(clicks="person", opens="person")
    mine, theirs = addresses(one), addresses(two)
    assert mine != theirs
    assert [path.split("/")[3] for path in mine] == [path.split("/")[3] for path in theirs]
    for _ in range(2):
        visit(mine[0])
    picture = visit(theirs[-1])
    assert picture.mimetype == "image/gif"
    assert picture.data.startswith(b"GIF89a")
    later()
    noted = db.session.execute(
        select(Reaction.kind, Delivery.email)
        .join(Delivery, Delivery.subscriber_id == Reaction.subscriber_id)
        .order_by(Reaction.kind)
    ).all()
    to = [message["To"] for message in (one, two)]
    assert noted == [("clicked", to[0]), ("opened", to[1])]
    found = figuring.figures_of(campaign(campaign_id), totals(campaign_id))
    assert (found.clicks, found.opens) == (1, 1)


def test_the_mark_of_a_reader_of_another_letter_names_nobody(letters, visit, server):
    _, (one, _) = letters(clicks="person")
    other = drafting.draft(db.session.get(MailingList, 1), "Another", BODY).id
    db.session.commit()
    launch(other)
    send(other)
    second = addresses(email.message_from_bytes(server.taken[-1].raw))[0]
    mixed = second.rsplit("/", 2)[0] + "/" + addresses(one)[0].split("/")[4] + "/"
    assert visit(mixed).status_code == 302
    later()
    assert counts() == (1, 0)
    assert db.session.scalars(select(Reaction)).all() == []


def test_off_means_that_links_are_as_they_were_written(letters):
    _, (one, _) = letters(clicks="off")
    assert addresses(one) == []
    assert "https://other.example/?a=1&amp;b=2" in parts(one)[1]
    assert db.session.scalars(select(LetterLink)).all() == []


def test_what_a_list_counts_is_fixed_at_the_launch(letters, server):
    campaign_id, _ = make_letter(2, body=BODY)
    launch(campaign_id)
    campaign(campaign_id).mailing_list.clicks = "off"
    db.session.commit()
    send(campaign_id)
    assert len(addresses(email.message_from_bytes(server.taken[0].raw))) == 2


def test_a_burst_of_clicks_is_written_in_few_transactions(letters, in_context, queries):
    letters()
    link = db.session.scalars(select(LetterLink).where(LetterLink.position == 1)).one()
    gathered = in_context.extensions[WAITING]
    row = {"link_id": link.id, "delivery_id": None, "at": clock.now(), "flaw": ""}
    db.session.rollback()
    with queries() as asked:
        for number in range(2000):
            gathered.add(visitor=f"v{number}", **row)
        gathered.write()
    assert len([one for one in asked if one.startswith("INSERT INTO clicks")]) <= 3
    gathered.write()
    later()
    assert counts() == (2000, 0)


def test_two_workers_count_a_click_once(letters, visit, in_context):
    _, (one, _) = letters()
    visit(addresses(one)[0])
    later()
    assert not rolling.roll_up()
    assert counts() == (1, 0)
