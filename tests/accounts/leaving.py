"""How a reader leaves, in steps that several tests share."""

from __future__ import annotations

import datetime as dt

import time_machine

from tests.accounts.steps import link_in
from webapp import clock

BUTTON = "Delete my account"


def ask(browser, *, letters=False, **options):
    """Ask for the link."""
    browser.open("/account/delete/")
    return browser.press("Mail me the link", **({"letters": "y"} if letters else {}), **options)


def leave(browser, outbox, **options):
    """Ask, open the link and press its button."""
    ask(browser, **options)
    browser.open(link_in(outbox()[-1]))
    return browser.press(BUTTON)


def in_days(days, hours=0):
    return time_machine.travel(clock.now() + dt.timedelta(days=days, hours=hours), tick=False)
