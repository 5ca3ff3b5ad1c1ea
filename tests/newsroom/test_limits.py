"""The screen “Sending”: an owner sets, changes and lifts limits; nobody else sees it."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from webapp.accounts.models import Role
from webapp.extensions import db
from webapp.mail.limits.models import SendingLimit

SCREEN = "/newsroom/sending/"


@pytest.fixture
def settings(settings):
    """Two mail servers."""
    return settings | {"SMTP_URL": "smtp://u:secret@mx1.example.com smtp://mx2.example.com:587"}


@pytest.fixture
def kept(app):
    """Every limit that is kept."""

    def read():
        with app.app_context():
            return list(db.session.scalars(select(SendingLimit).order_by(SendingLimit.id)))

    return read


def test_an_owner_limits_all_letters_changes_that_and_lifts_it(owner, kept, acts):
    assert "There is no limit" in owner.open(SCREEN).text
    owner.follow("Limit all letters")
    page = owner.press("Save limit", per_hour="20,000", per_day="")
    assert "20,000 an hour" in page.text
    assert "0 of 20,000 in the last hour" in page.text
    owner.follow("Change the limit: All letters")
    owner.press("Save limit", per_day="90000")
    [one] = kept()
    assert (one.per_minute, one.per_hour, one.per_day) == (None, 20_000, 90_000)
    page = owner.press("Lift")
    assert "All letters: no limit any more" in page.text
    assert kept() == []
    assert [act[1:] for act in acts()[-3:]] == [
        ("set limit", "All letters"),
        ("set limit", "All letters"),
        ("lifted limit", "All letters"),
    ]


def test_a_server_is_chosen_among_those_of_the_settings_and_warmed_up(owner, kept):
    page = owner.open(f"{SCREEN}new/server/")
    assert "secret" not in page.text
    plan = {"warm_up": "500 1,000 2,000", "warms_up_from": "2026-12-01"}
    page = owner.press("Save limit", server="mx2.example.com:587", **plan)
    assert "warm-up of 3 days from 1 December 2026" in page.text
    [one] = kept()
    assert (one.name, one.warm_up) == ("mx2.example.com:587", [500, 1000, 2000])
    assert one.warms_up_from == dt.date(2026, 12, 1)
    form = owner.open(f"{SCREEN}{one.id}/")
    assert form.one("[name=warm_up]").get_text(strip=True) == "500 1,000 2,000"
    assert "mx1.example.com:25" in owner.open(f"{SCREEN}new/server/").text


def test_domains_that_count_together_are_one_limit(owner, kept):
    owner.open(f"{SCREEN}new/domain/")
    owner.press("Save limit", domains="googlemail.com, Gmail.com", per_minute="100")
    owner.open(f"{SCREEN}{kept()[0].id}/")
    owner.press("Save limit", domains="gmail.com googlemail.com gmx.com")
    assert [one.name for one in kept()] == ["gmail.com gmx.com googlemail.com"]


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("all", {}, "Give at least one number, or lift the limit."),
        ("all", {"per_hour": "many"}, "Write a number of letters, like 2,000"),
        ("all", {"per_hour": "0"}, "Write a number of letters, like 2,000"),
        ("domain", {"domains": "", "per_hour": "9"}, "Write a domain, like gmail.com"),
        ("domain", {"domains": "* a.com", "per_hour": "9"}, "Write * alone"),
        ("server", {"warm_up": "500 many", "per_hour": "9"}, "Write the letters of each day"),
        ("server", {"warm_up": "500"}, "A warm-up needs both"),
        ("server", {"warm_up": "500", "warms_up_from": "soon"}, "Write the day like 2026-12-01."),
    ],
)
def test_what_is_no_limit_is_refused_and_nothing_typed_is_lost(owner, kept, kind, typed, sentence):
    owner.open(f"{SCREEN}new/{kind}/")
    page = owner.press("Save limit", status=422, **typed)
    assert sentence in page.text
    for name, value in typed.items():
        field = page.one(f"[name={name}]")
        assert value in (field.get("value", ""), field.get_text(strip=True))
    assert kept() == []


@pytest.mark.parametrize("role", [Role.EDITOR, Role.LISTS])
def test_only_an_owner_sees_it(at_desk, role):
    desk = at_desk(role)
    assert "Sending" not in desk.open("/newsroom/").one("nav").get_text()
    desk.open(SCREEN, status=403)
    desk.open(f"{SCREEN}new/all/", status=403)
