"""A person's proof in the newsroom: what is shown, what is given, and that it is noted."""

from __future__ import annotations

import pytest

from tests.makers import make_list, make_subscriber, make_subscription
from tests.subscriptions.record import PROOF
from webapp.accounts.models import Role, account_by_email
from webapp.extensions import db
from webapp.subscriptions import consenting, suppressing
from webapp.subscriptions.keeping import entrust
from webapp.subscriptions.models import ConsentEvent

READER = "reader@example.org"


@pytest.fixture
def two_lists(filled):
    """A reader on two lists, with an entry about each and one about all."""
    with filled():
        reader, lists = make_subscriber(READER), [make_list(name="Roads"), make_list(name="Week")]
        for one in lists:
            consenting.record([make_subscription(one, reader)], ConsentEvent.ASKED, PROOF)
        suppressing.suppress(READER, "complaint", PROOF)
        return [one.id for one in lists]


@pytest.mark.usefixtures("two_lists")
def test_the_page_shows_the_entries_of_its_list_and_of_all(keeper):
    page = keeper.open("/newsroom/subscriptions/1/")
    first, second = page.all("#proof ~ .table-scroll tbody tr")
    for words in ("Asked", "form page", "Link a1b2", "said so", "192.0.2.7"):
        assert words in first.get_text()
    assert "Suppressed: complaint" in second.get_text()


@pytest.mark.usefixtures("two_lists")
def test_the_proof_is_a_file_and_it_is_noted_who_took_it(keeper, acts):
    keeper.open("/newsroom/subscriptions/1/")
    form = keeper.page.form("Download the proof")
    token = {"csrf_token": form.select_one("[name=csrf_token]")["value"]}
    answer = keeper.client.post(form["action"], data=token)
    entries = answer.get_json()["proof"]["entries"]
    assert [one["letter"] for one in entries] == ["Roads", "Week", None]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="consent-1.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert acts()[-1] == ("lists@example.com", "took proof of consent", READER)
    assert keeper.client.get(form["action"]).status_code == 405


def test_who_manages_one_list_gets_the_entries_of_that_one(keeper, two_lists, filled):
    with filled():
        account = db.session.scalars(account_by_email(f"{Role.LISTS}@example.com")).one()
        entrust(account, two_lists[:1])
    keeper.open("/newsroom/subscriptions/1/")
    form = keeper.page.form("Download the proof")
    token = {"csrf_token": form.select_one("[name=csrf_token]")["value"]}
    proof = keeper.client.post(form["action"], data=token).get_json()["proof"]
    assert [one["letter"] for one in proof["entries"]] == ["Roads", None]
    answer = keeper.client.post("/newsroom/subscriptions/2/proof/", data=token)
    assert answer.status_code == 404
