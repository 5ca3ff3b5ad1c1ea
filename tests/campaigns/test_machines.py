"""Machines that follow links of letters are counted apart from people."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from tests.campaigns.clicks import PERSON, addresses, counts, later
from webapp import clock
from webapp.campaigns.models import Campaign
from webapp.campaigns.reactions import judging, rolling
from webapp.campaigns.reactions.judging import Hit, flaw_of, machine_in
from webapp.campaigns.reactions.models import Click
from webapp.extensions import db

BROWSERS = [
    PERSON,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Edg/142.0.0.0",
]


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("head", {}),
        ("get", {"agent": "Mozilla/5.0 (compatible; bingbot/2.0)"}),
        ("get", {"agent": ""}),
        ("get", {"agent": "curl/8.5.0"}),
        ("get", {"Sec-Purpose": "prefetch;prerender"}),
    ],
)
def test_machines_are_counted_apart(letters, visit, method, headers):
    _, (one, _) = letters()
    assert visit(addresses(one)[0], method, **headers).status_code == 302
    later()
    assert counts() == (0, 1)


def test_a_scanner_that_looks_first_and_fetches_then_is_a_machine_as_a_whole(letters, visit):
    _, (one, _) = letters()
    visit(addresses(one)[0], "head")
    visit(addresses(one)[1])
    later()
    assert counts() == (0, 2)


def test_whoever_follows_a_link_within_seconds_of_the_sending_is_a_machine(letters, visit):
    _, (one, _) = letters()
    visit(addresses(one)[0])
    db.session.rollback()
    for click in db.session.scalars(select(Click)):
        click.at -= dt.timedelta(seconds=120)
    for row in db.session.scalars(select(Campaign)):
        row.launched_at -= dt.timedelta(seconds=120)
    db.session.commit()
    rolling.roll_up()
    db.session.commit()
    assert counts() == (0, 1)


def test_whoever_follows_every_link_at_once_is_a_machine_and_others_of_the_network_are_not(
    letters, visit
):
    body = "".join(f'<p><a href="https://o.example/{n}">{n}</a></p>' for n in range(4))
    _, (one, _) = letters(body=body)
    for path in addresses(one):
        visit(path)
    for path in addresses(one)[:2]:
        visit(path, agent=PERSON + " Another")
    later()
    assert counts() == (2, 4)


def test_a_browser_is_no_machine_by_its_name():
    for agent in BROWSERS:
        assert not flaw_of("GET", agent, "")


def test_every_link_within_haste_only_where_there_are_many():
    began = clock.now()
    at = began + dt.timedelta(hours=1)
    slowly = [Hit(n, n, at + dt.timedelta(seconds=20 * n), "") for n in (1, 2, 3)]
    fast = [Hit(n, n, at + dt.timedelta(seconds=n), "") for n in (1, 2, 3)]
    assert machine_in(fast, began, 3) == judging.EVERY
    assert not machine_in(slowly, began, 3)
    assert not machine_in(fast[:2], began, 2), "two links may be two good stories"
    assert not machine_in(fast[:2], began, 3)
