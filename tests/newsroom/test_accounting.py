"""What became of every recipient, with numbers that add up all the way."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from tests.makers import make_subscriber
from tests.newsroom.letters import account, work_off, write
from webapp import clock
from webapp.campaigns import launching
from webapp.campaigns.models import Campaign, Delivery, DeliveryState
from webapp.extensions import db


@pytest.fixture
def launched(filled, weekly):
    """A campaign whose five recipients stand in five states."""
    replies = {
        DeliveryState.SENT: "250 2.0.0 taken",
        DeliveryState.DEFERRED: "421 4.7.0 Try again later",
        DeliveryState.FAILED: "550 5.1.1 <d@post.example.kz>: no such user",
        DeliveryState.UNKNOWN: "the line broke after the final dot",
        DeliveryState.SKIPPED: "",
    }
    with filled():
        campaign = Campaign(list_id=weekly, subject="The singing dune", body="<p>It sings.</p>")
        db.session.add(campaign)
        db.session.flush()
        launching.launch(campaign)
        found = db.session.scalars(select(Delivery).order_by(Delivery.email)).all()
        for delivery, (state, reply) in zip(found, replies.items(), strict=True):
            delivery.state, delivery.reply = state, reply
            delivery.settled_at = clock.now() if state != DeliveryState.DEFERRED else None
            delivery.next_try_at = clock.now() if state == DeliveryState.DEFERRED else None
            delivery.reason = "unsubscribed" if state == DeliveryState.SKIPPED else ""
        return campaign.id


def test_who_left_after_the_launch_is_skipped_and_told_apart(keeper, weekly, app, filled):
    write(keeper)
    keeper.press("Send to 5")
    keeper.open("/newsroom/lists/1/?q=a@mail")
    keeper.follow("a@mail.example")
    keeper.press("End subscription", reason="Asked by telephone.")
    work_off(app)
    page = keeper.open("/newsroom/campaigns/1/")
    assert account(page) == [5, 4, 0, 0, 0, 1, 0, 0]
    assert "Skipped 1 = 1 unsubscribed" in page.text
    assert "No. 1, sent" in keeper.open("/newsroom/lists/1/?q=b@mail").text
    assert "No. 1, skipped" in keeper.open("/newsroom/lists/1/?q=a@mail").text


def test_every_state_is_shown_with_the_servers_own_words(keeper, launched):
    page = keeper.open(f"/newsroom/campaigns/{launched}/")
    assert account(page) == [5, 1, 0, 1, 1, 1, 1, 0]
    look = " ".join(page.one("#troubles").get_text(" ").split())
    assert "1 unknown" in look
    assert "1 × 421 4.7.0 Try again later" in look
    assert "1 × 550 5.1.1 <d@post.example.kz>: no such user" in look
    recipients = keeper.open(str(page.one("#see-failed")["href"]))
    rows = [
        [cell.get_text() for cell in row.select("th, td")] for row in recipients.all("tbody tr")
    ]
    assert len(rows) == 1
    assert "no such user" in rows[0][-1]
    assert "No recipient matches" in keeper.open(f"{recipients.path}?q=nobody&state=sent").text


def test_every_row_and_column_of_the_domains_adds_up(keeper, launched):
    page = keeper.open(f"/newsroom/campaigns/{launched}/")
    rows = {
        row.select_one("th").get_text(): [int(cell.get_text()) for cell in row.select("td.number")]
        for row in page.all("#domains tbody tr, #domains tfoot tr")
    }
    assert set(rows) == {"mail.example", "post.example.kz", "All domains"}
    assert [row[0] for row in rows.values()] == [3, 2, 5]
    assert all(row[0] == sum(row[1:]) for row in rows.values())
    columns = zip(rows["mail.example"], rows["post.example.kz"], strict=True)
    assert [sum(column) for column in columns] == rows["All domains"]


def test_many_domains_are_shown_together_and_still_add_up(keeper, launched, filled):
    with filled():
        campaign = db.session.get_one(Campaign, launched)
        for number in range(30):
            person = make_subscriber(f"x@d{number}.example")
            row = Delivery(campaign_id=launched, subscriber_id=person.id, email=person.email)
            db.session.add(row)
        campaign.audience += 30
    page = keeper.open(f"/newsroom/campaigns/{launched}/")
    rows = page.all("#domains tbody tr")
    assert len(rows) == 6
    assert rows[-1].select_one("th").get_text() == "27 other domains"
    audience = [int(row.select_one("td.number").get_text()) for row in rows]
    assert sum(audience) == 35
    assert "The seven states add up" in page.text


def test_the_numbers_are_fetched_anew_while_it_is_sent_and_no_longer(keeper, launched, filled):
    page = keeper.open(f"/newsroom/campaigns/{launched}/")
    assert triggers(page) == {"every 2s", "every 15s", "every 30s"}
    assert page.all("a.button:-soup-contains('Refresh')")
    for live in page.all("[data-live]"):
        part = keeper.client.get(str(live["hx-get"])).get_data(as_text=True)
        assert part.lstrip().startswith("<section")
        assert f'id="{live["id"]}"' in part
    with filled():
        done = {"state": "sent", "finished_at": clock.now()}
        db.session.execute(update(Campaign).where(Campaign.id == launched).values(done))
    # What readers make of it comes in for some days more.
    assert triggers(keeper.open(f"/newsroom/campaigns/{launched}/")) == {"every 30s"}
    with filled():
        long_ago = clock.now() - dt.timedelta(days=3)
        db.session.execute(
            update(Campaign)
            .where(Campaign.id == launched)
            .values(launched_at=long_ago, finished_at=long_ago)
        )
    assert not keeper.open(f"/newsroom/campaigns/{launched}/").all("[data-live], [hx-get]")


def triggers(page):
    """When each part of a page is fetched anew."""
    return {live["hx-trigger"] for live in page.all("[data-live]")}


def test_a_draft_has_no_recipients_yet(keeper, weekly):
    write(keeper)
    keeper.open("/newsroom/campaigns/1/recipients/", status=404)
