"""What a reader does with a mailed code, in steps that several tests share."""

from __future__ import annotations

import re

from tests.accounts.steps import (
    READER,
    text_of,
)

WRONG = "That code opens nothing here."


def ask(browser, address=READER, *, path="/account/sign-in/mail/", **fields):
    """Ask for a code by mail."""
    browser.open(path)
    return browser.press("Mail me a code", email=address, **fields)


def digits_in(mail):
    """The six digits of a queued mail."""
    found = re.findall(r"^(\d{6})\s", text_of(mail), re.MULTILINE)
    assert len(found) == 1
    return found[0]


def type_in(browser, digits, *, status=200):
    """Type digits on the page for them."""
    browser.open("/account/sign-in/code/")
    return browser.press("Sign in", status=status, code=digits)
