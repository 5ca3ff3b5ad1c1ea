"""Everybody a search found changed at once: shown first, done, paused, taken back, on screen."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.makers import make_list, make_subscriber, make_subscription
from tests.working import worker_of_newest
from webapp import clock
from webapp.accounts.models import Account, Role, account_by_email
from webapp.campaigns.actions import jobs, running
from webapp.campaigns.actions.models import UNDO_FOR, Action
from webapp.extensions import db
from webapp.newsroom.models import AuditEntry
from webapp.subscriptions.keeping import entrust
from webapp.subscriptions.models import Suppression

ALMATY = "/newsroom/subscribers/?attribute=city&value=Almaty"
WHY = {"reason": "moved away"}
UNDO = {"reason": "it was the wrong city"}


@pytest.fixture
def people(filled):
    """Two lists; three readers of one city, one of whom is on the other list only."""
    with filled():
        week, day = make_list("the-week", "The Week"), make_list("the-day", "The Day")
        for name, of in (("aida", week), ("berik", week), ("dana", day)):
            make_subscription(
                of, make_subscriber(f"{name}@example.org", attributes={"city": "Almaty"})
            )
        make_subscription(week, make_subscriber("chris@example.org"))


@pytest.fixture
def worker(app):
    """Have a worker do what the newest action waits for: at most so many steps."""
    return worker_of_newest(
        app, Action, lambda newest: jobs.work_on(action_id=newest), running.work
    )


@pytest.fixture
def audit(app):
    """What the audit log says of changes: the act, and the counts or the reason."""

    def read():
        with app.app_context():
            entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
            return [(entry.act, entry.detail) for entry in entries]

    return read


def keeper_account() -> Account:
    return db.session.scalars(account_by_email("lists@example.com")).one()


def figures(page):
    return {
        one.select_one("dt").get_text(): one.select_one("dd").get_text()
        for one in page.all(".figure-row__one")
    }


def table(page):
    rows = page.one("[aria-labelledby=people]").select("tbody tr")
    return [[cell.get_text() for cell in row.select("th, td")] for row in rows]


def preview(browser, worker, kind="End subscriptions", search=ALMATY, **fields):
    """Look for people, say what is to be changed, and see what that would do."""
    browser.open(search)
    browser.follow(kind)
    page = browser.press("Show what it would do", **fields)
    assert "Being looked up." in page.text
    worker()
    return browser.open(page.path)


def test_what_it_would_do_is_shown_first_with_the_first_people(keeper, people, worker, audit):
    page = preview(keeper, worker, list_id="1", **WHY)
    assert "On any list, city is “Almaty”." in page.text
    assert figures(page) == {"Would change": "2", "Left as they are": "1", "Found": "3"}
    assert table(page) == [
        ["Subscription ends", "2", "aida@example.org, berik@example.org"],
        ["Never were on the list", "1", "dana@example.org"],
    ]
    assert figures(keeper.open("/newsroom/lists/1/"))["Confirmed"] == "3"
    assert audit() == [("previewed change of many", "2 of 3 people")]


def test_it_is_done_by_one_button_and_taken_back_by_another(keeper, people, worker, audit, acts):
    path = preview(keeper, worker, list_id="1", **WHY).path
    assert "You can leave this page" in keeper.press("Change these 2").text
    worker()
    done = keeper.open(path)
    assert "Done." in done.text
    assert figures(done)["Changed"] == "2"
    assert figures(keeper.open("/newsroom/lists/1/"))["Left"] == "2"
    assert "Ended: staff" in keeper.follow("aida@example.org").text
    assert "moved away" in keeper.page.text
    keeper.open(path)
    keeper.follow("Undo")
    assert "Say why it is taken back" in keeper.press("Take it back", status=422).text
    keeper.press("Take it back", **UNDO)
    worker()
    assert figures(keeper.open(path))["Taken back"] == "2"
    assert figures(keeper.open("/newsroom/lists/1/"))["Confirmed"] == "3"
    assert audit() == [
        ("previewed change of many", "2 of 3 people"),
        ("began change of many", "2 of 3 people"),
        ("finished change of many", "2 of 3 people"),
        ("began undoing change of many", "it was the wrong city"),
        ("finished undoing change of many", "2 taken back, 0 stayed"),
    ]
    subject = "1: end subscriptions, The Week"
    assert {(who, what) for who, _, what in acts()} == {("lists@example.com", subject)}
    row = keeper.open("/newsroom/actions/").one("tbody tr").get_text(" ", strip=True)
    assert row.startswith("End subscriptions to The Week")
    assert row.endswith("Taken back 3 2 2")


def test_it_is_paused_and_gone_on_with(keeper, people, worker, monkeypatch):
    monkeypatch.setattr(running, "STEP", 1)
    path = preview(keeper, worker, list_id="1", **WHY).path
    keeper.press("Change these 2")
    worker(steps=1)
    keeper.open(path)
    assert "1 of 3 people" in keeper.press("Pause").text
    worker()
    keeper.open(path)
    keeper.press("Go on")
    worker()
    assert figures(keeper.open(path))["Changed"] == "2"


def test_addresses_are_suppressed_and_only_an_owner_takes_that_back(
    keeper, at_desk, people, worker, app
):
    why = {"evidence": "ticket 12, in the post room", **WHY}
    path = preview(keeper, worker, "Suppress", **why).path
    keeper.press("Change these 3")
    worker()
    page = keeper.open(path)
    assert not page.all(f"a[href='{path}undo/']")
    answer = keeper.client.post(f"{path}undo/", data=UNDO | {"csrf_token": token(page)})
    assert answer.status_code == 403
    owner = at_desk(Role.OWNER)
    owner.open(path)
    owner.follow("Undo")
    owner.press("Take it back", **UNDO)
    worker()
    with app.app_context():
        assert db.session.scalars(select(Suppression)).all() == []


def test_an_attribute_is_set_and_removed(keeper, people, worker):
    preview(keeper, worker, "Set an attribute", attribute=" City ", value="Astana", **WHY)
    keeper.press("Change these 3")
    worker()
    astana = ALMATY.replace("Almaty", "Astana")
    preview(keeper, worker, "Remove an attribute", astana, attribute="city")
    keeper.press("Change these 3")
    worker()
    assert "Nobody matches" in keeper.open(astana).text


SENTENCES = [
    ("End subscriptions", {"list_id": "9", **WHY}, "Choose the list that they are to leave."),
    ("End subscriptions", {"list_id": "1"}, "Say why, in a few words"),
    ("Suppress", {"reason": "a ruling"}, "Say what shows it"),
    ("Set an attribute", {"attribute": "!", "value": "x"}, "Name the attribute in letters"),
    ("Set an attribute", {"attribute": "city", "value": " "}, "Write the value"),
    ("Remove an attribute", {}, "Name the attribute, like city."),
]


@pytest.mark.parametrize(("kind", "fields", "sentence"), SENTENCES)
def test_what_is_missing_is_said_in_a_sentence(keeper, people, kind, fields, sentence):
    keeper.open(ALMATY)
    keeper.follow(kind)
    assert sentence in keeper.press("Show what it would do", status=422, **fields).text


def test_who_manages_some_lists_changes_people_of_those_only(keeper, people, worker, filled):
    with filled():
        entrust(keeper_account(), [1])
    page = keeper.open(ALMATY)
    assert "Suppress" not in page.one("#deeds").get_text()
    keeper.open("/newsroom/actions/new/suppress/?list_id=1", status=403)
    keeper.open("/newsroom/actions/new/end/?list_id=2", status=404)
    keeper.open("/newsroom/actions/new/end/?list_id=1")
    refused = keeper.press("Show what it would do", status=422, list_id="2", **WHY)
    assert "Choose the list" in refused.text
    page = preview(keeper, worker, list_id="1", **WHY)
    assert figures(page)["Found"] == "2"
    with filled():
        entrust(keeper_account(), [2])
    keeper.open(page.path, status=404)
    assert "Nothing yet" in keeper.open("/newsroom/actions/").text


def test_nothing_is_offered_for_everybody(keeper, people):
    assert not keeper.open("/newsroom/subscribers/").all("#deeds")
    keeper.open("/newsroom/actions/new/end/", status=404)


def test_a_segment_offers_the_same(keeper, people):
    keeper.open("/newsroom/segments/new/?attribute=city&value=Almaty")
    keeper.press("Keep segment", name="Almaty")
    keeper.open("/newsroom/segments/1/")
    assert "city is “Almaty”" in keeper.follow("End subscriptions").text


def test_what_was_shown_may_be_forgotten(keeper, people, worker):
    path = preview(keeper, worker, list_id="1", **WHY).path
    assert "Nobody was changed" in keeper.press("Forget it").text
    keeper.open(path, status=404)
    worker()
    assert "Nothing yet" in keeper.open("/newsroom/actions/").text


def test_it_cannot_be_taken_back_for_ever(keeper, people, worker, filled):
    path = preview(keeper, worker, list_id="1", **WHY).path
    keeper.press("Change these 2")
    worker()
    keeper.open(f"{path}undo/")
    with filled():
        db.session.scalars(select(Action)).one().finished_at = clock.now() - UNDO_FOR
    assert "for seven days" in keeper.press("Take it back", status=409, **UNDO).text
    assert not keeper.open(path).all(f"a[href='{path}undo/']")


def test_the_part_that_is_fetched_anew_ends_by_itself(keeper, people, worker):
    path = preview(keeper, worker, list_id="1", **WHY).path
    page = keeper.press("Change these 2")
    assert page.one("#progress")["hx-get"] == f"{path}?part=live"
    assert "HX-Refresh" not in keeper.client.get(f"{path}?part=live").headers
    worker()
    over = keeper.client.get(f"{path}?part=live")
    assert over.headers["HX-Refresh"] == "true"
    assert "hx-get" not in over.get_data(as_text=True)


def token(page):
    return page.all("[name=csrf_token]")[0]["value"]
