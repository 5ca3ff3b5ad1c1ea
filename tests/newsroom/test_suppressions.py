"""The screen of suppressed addresses and domains: who adds, who lifts, and what is written down."""

from __future__ import annotations

import pytest

from tests.makers import make_list, make_subscriber
from webapp.accounts.models import Account, Role, account_by_email
from webapp.extensions import db
from webapp.subscriptions import spreading, suppressing
from webapp.subscriptions.hashing import hashed
from webapp.subscriptions.keeping import entrust
from webapp.subscriptions.models import Suppression

WHY = "They asked by letter of 3 March."
SCREEN = "/newsroom/suppressed/"


def test_a_list_manager_suppresses_an_address_and_a_domain(keeper, filled, acts):
    with filled():
        make_subscriber("a@mail.example")
    for place, kept in (("A@Example.org", "a@example.org"), ("@MAIL.example", "mail.example")):
        keeper.open(f"{SCREEN}add/")
        page = keeper.press("Suppress", place=place, reason=WHY)
        assert f"Nothing is written to {kept} any more" in page.text
        assert kept in page.text
    assert page.one("#domains ~ .table-scroll tbody td.number").get_text() == "1"
    assert "Lift" not in page.one("main").get_text()
    assert [act[1:] for act in acts()[-2:]] == [
        ("suppressed address", "a@example.org"),
        ("suppressed domain", "mail.example"),
    ]


def test_a_domain_of_many_says_that_it_is_not_at_its_end(owner, filled, monkeypatch):
    monkeypatch.setattr(spreading, "STEP", 1)
    with filled():
        for name in "abc":
            make_subscriber(f"{name}@mail.example")
    owner.open(f"{SCREEN}add/")
    page = owner.press("Suppress", place="mail.example", reason=WHY)
    assert page.one("#domains ~ .table-scroll tbody td.number").get_text() == "1 so far"
    owner.open(f"{SCREEN}domains/1/lift/")
    page = owner.press("Lift the suppression", reason=WHY)
    assert "Its addresses are freed one after another, within minutes." in page.text
    assert not page.all("#domains")


@pytest.mark.parametrize("place", ["", "nonsense", "a@", "two words"])
def test_what_is_no_place_is_refused_on_the_form(keeper, place):
    keeper.open(f"{SCREEN}add/")
    page = keeper.press("Suppress", status=422, place=place, reason=WHY)
    assert "like example.com" in page.text or "like name@example.com" in page.text


def test_an_owner_lifts_with_a_reason_and_nobody_without(owner, filled, acts):
    with filled():
        db.session.add(Suppression(email="a@example.org", reason="bounced"))
        suppressing.suppress_domain("mail.example", "staff", WHY)
    for path, place, act in (
        ("1/lift/", "a@example.org", "lifted suppression"),
        ("domains/1/lift/", "mail.example", "lifted domain"),
    ):
        owner.open(SCREEN + path)
        owner.press("Lift the suppression", status=422, reason="no")
        page = owner.press("Lift the suppression", reason="The mailbox works again.")
        assert f"{place} may be written to again" in page.text
        assert acts()[-1] == ("owner@example.com", act, place)
    assert "No address is suppressed" in page.text


def test_a_list_manager_lifts_nothing(keeper, filled):
    with filled():
        db.session.add(Suppression(email="a@example.org", reason="bounced"))
    for path in ("1/lift/", "domains/1/lift/"):
        keeper.open(SCREEN + path, status=403)


def test_who_manages_some_lists_suppresses_nothing(app, keeper, filled):
    with filled():
        account: Account = db.session.scalars(account_by_email(f"{Role.LISTS}@example.com")).one()
        entrust(account, [make_list().id])
        suppressing.suppress_domain("mail.example", "staff", WHY)
    page = keeper.open(SCREEN)
    assert "mail.example" not in page.text
    keeper.open(f"{SCREEN}add/", status=403)


def test_the_whole_address_finds_one_that_was_erased(app, owner, filled):
    with filled():
        db.session.add(Suppression(email=hashed("gone@example.org"), reason="erased"))
    assert "Erased" in owner.open(f"{SCREEN}?q=Gone@example.org").one("table").get_text()
    assert "No address matches" in owner.open(f"{SCREEN}?q=gone@").text
