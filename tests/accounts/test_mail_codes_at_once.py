"""Mailed codes under pressure: two presses at once, and people who guess."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from tests.accounts.mail_codes import WRONG, ask, digits_in, type_in
from tests.accounts.steps import READER, carry, cookie_of, is_signed_in, link_in
from tests.browser import Browser
from webapp.accounts.models import AccountSession
from webapp.extensions import db


@pytest.mark.parametrize("way", ["digits", "link", "both"])
def test_of_two_presses_at_once_one_enters(app, browser, reader, outbox, way):
    ask(browser)
    digits, link = digits_in(outbox()[0]), link_in(outbox()[0])
    both, start, seen = [Browser(app), Browser(app)], threading.Barrier(2), []
    form = {"csrf_token": browser.page.one("main [name=csrf_token]")["value"]}

    def press(one, *, by_link):
        carry(one, cookie_of(browser))
        path, data = (
            (link, form) if by_link else ("/account/sign-in/code/", form | {"code": digits})
        )
        start.wait()
        seen.append(one.client.post(path, data=data).status_code)

    ways = {"digits": (False, False), "link": (True, True), "both": (True, False)}[way]
    threads = [
        threading.Thread(target=press, args=(one,), kwargs={"by_link": by_link})
        for one, by_link in zip(both, ways, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen.count(302) == 1
    assert set(seen) <= {302, 410, 422}
    with app.app_context():
        assert len(db.session.scalars(select(AccountSession)).all()) == 1


@pytest.fixture
def limited(settings):
    """Limits as on a real site."""
    settings["RATELIMIT_ENABLED"] = True


def test_guessing_in_many_browsers_ends_too_and_the_link_still_opens(limited, app, reader, outbox):
    for _ in range(2):
        stranger = Browser(app)
        ask(stranger)
        for _ in range(3):
            type_in(stranger, "000000", status=422)
    owner = Browser(app)
    ask(owner)
    mail = outbox()[-1]
    assert mail.recipient == READER
    assert WRONG in type_in(owner, digits_in(mail), status=422).text
    owner.open(link_in(mail))
    assert owner.press("Sign in").title == "My account"
    assert is_signed_in(owner)


def test_an_address_gets_four_codes_a_minute(limited, app, reader, outbox):
    pages = {ask(Browser(app)).text for _ in range(6)}
    assert len(pages) == 1
    assert len(outbox()) == 4
