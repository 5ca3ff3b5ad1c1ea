"""A list manager for whom lists are named meets nothing of any other list."""

from __future__ import annotations

import pytest

from tests.campaigns.many import make_action
from tests.makers import make_campaign, make_list, make_subscriber, make_subscription
from tests.subscriptions.imports import bring, people
from webapp.accounts.models import Account, Role, account_by_email
from webapp.campaigns import launching
from webapp.campaigns.segments.models import Segment
from webapp.extensions import db
from webapp.subscriptions.keeping import entrust
from webapp.subscriptions.models import Suppression

# Every kind of row a route of the newsroom can name, and what the row belongs to here.
OF_A_LIST = {"list_id", "campaign_id", "subscription_id", "segment_id", "import_id", "action_id"}
OF_NO_LIST = {
    *("article_id", "correction_id", "submission_id", "part", "way", "verdict", "act"),
    *("account_id", "invitation_id", "suppression_id", "domain_id", "limit_id"),
}


@pytest.fixture
def lists(filled):
    """Two lists, each with a reader, a draft, a letter that went out and a suppressed address."""
    with filled():
        for slug, name in (("own", "Own list"), ("other", "Other list")):
            one = make_list(slug, name)
            make_subscription(one, make_subscriber(f"reader@{slug}.example"))
            make_campaign(one, f"Draft of {slug}")
            launching.launch(make_campaign(one, f"Letter of {slug}"))
            make_subscription(one, make_subscriber(f"bounced@{slug}.example"))
            db.session.add(Suppression(email=f"bounced@{slug}.example", reason="bounce"))
            conditions = {"list_id": one.id}
            db.session.add(Segment(name=slug, conditions=conditions, list_id=one.id))
            bring(people(1), one)
            make_action("set", conditions, among_id=one.id, attribute="city", value="Almaty")
        db.session.add(Segment(name="everyone", conditions={}))


@pytest.fixture
def limited(keeper, lists, filled):
    """The browser of a list manager who manages the first list only."""
    with filled():
        account: Account = db.session.scalars(account_by_email("lists@example.com")).one()
        entrust(account, [1])
    return keeper


# Of a picture, and of a block within its letter: no rows.
KIND, NUMBER = "<any(svg, png):kind>", "<int:number>"


def routes(app):
    """Every route of the newsroom whose address names a row."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("newsroom.") and rule.arguments:
            yield rule


def test_every_kind_of_row_a_route_names_is_known_here(app):
    for rule in routes(app):
        assert rule.arguments <= OF_A_LIST | OF_NO_LIST | {"kind", "number"}, rule


# The rows of the other list: its id, its draft and its letter, its reader's subscription.
STRANGE = {
    "list_id": [2],
    "campaign_id": [3, 4],
    "subscription_id": [3],
    "segment_id": [2, 3],
    "import_id": [2],
    "action_id": [2],
}


def test_no_route_opens_for_a_row_of_another_list(app, limited):
    limited.open("/newsroom/lists/1/edit/")
    token = limited.page.all("[name=csrf_token]")[0]["value"]
    asked = 0
    for rule in routes(app):
        for name in rule.arguments & OF_A_LIST:
            for number in STRANGE[name]:
                path = rule.rule.replace(f"<int:{name}>", str(number))
                path = path.replace(KIND, "svg").replace(NUMBER, "1")
                for method in rule.methods - {"HEAD", "OPTIONS"}:
                    sent = {"data": {"csrf_token": token}} if method == "POST" else {}
                    answer = limited.client.open(path, method=method, **sent)
                    assert answer.status_code in {403, 404}, (method, path)
                    asked += 1
    assert asked > 20


def test_the_same_routes_open_for_a_row_of_their_own(limited):
    for path in (
        *("lists/1/", "lists/1/edit/", "lists/1/add/", "lists/1/import/", "lists/1/export/"),
        *("campaigns/1/", "campaigns/1/edit/", "campaigns/2/", "campaigns/2/recipients/"),
        *("segments/", "segments/1/", "segments/1/export/", "segments/new/"),
        *("subscribers/", "subscribers/?list_id=1", "subscriptions/1/"),
        *("lists/1/close/", "lists/1/charts/", "campaigns/1/send/", "actions/", "actions/1/"),
    ):
        limited.open(f"/newsroom/{path}")


def test_no_screen_shows_anything_of_another_list(limited):
    for path in ("", "lists/", "campaigns/", "campaigns/new/", "suppressed/", "campaigns/1/edit/"):
        text = limited.open(f"/newsroom/{path}").text
        assert "Other list" not in text, path
        assert "of other" not in text, path
        assert "other.example" not in text, path
    assert "bounced@own.example" in limited.open("/newsroom/suppressed/").text
    assert "Draft of own" in limited.open("/newsroom/").text


def test_searching_finds_nothing_of_another_list(limited):
    assert "other.example" not in limited.open("/newsroom/suppressed/?q=other").one("table").text
    assert "other.example" not in limited.open("/newsroom/lists/1/?q=other").one("main").text


def test_the_sidebar_counts_their_own(limited, keeper):
    counts = [one.text for one in limited.open("/newsroom/").all(".sidebar__count")]
    assert counts == ["1 sending", "1"]


def test_a_letter_cannot_be_moved_to_another_list(limited, app):
    limited.open("/newsroom/campaigns/1/edit/")
    page = limited.press("Save letter", status=422, list_id="2")
    assert "Choose one of the open lists" in page.text
    limited.open("/newsroom/campaigns/new/?list=other", status=404)


def test_who_manages_some_makes_no_further_list(limited):
    assert not limited.open("/newsroom/lists/").all("a[href='/newsroom/lists/new/']")
    limited.open("/newsroom/lists/new/", status=403)


def test_who_is_named_for_no_list_manages_all(keeper, lists):
    text = keeper.open("/newsroom/lists/").text
    assert "Own list" in text
    assert "Other list" in text
    keeper.open("/newsroom/lists/2/")
    keeper.open("/newsroom/lists/new/")


def test_an_owner_manages_all_whatever_is_written(owner, lists, filled):
    with filled():
        account: Account = db.session.scalars(account_by_email("owner@example.com")).one()
        account.role = Role.LISTS
        entrust(account, [1])
        account.role = Role.OWNER
    owner.open("/newsroom/lists/2/")
