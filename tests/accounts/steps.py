"""What a reader does, in steps that several tests share."""

from __future__ import annotations

import email
import email.policy
import re

from tests.makers import PASSWORD

READER = "reader@example.com"
NEW_PASSWORD = "seven grey herons on the ice"


def register(browser, address=READER, password=NEW_PASSWORD, **options):
    """Ask for an account."""
    browser.open("/account/register/")
    return browser.press("Register", email=address, password=password, **options)


def sign_in(browser, address=READER, password=PASSWORD, *, path="/account/sign-in/", **fields):
    """Sign in through the form."""
    browser.open(path)
    return browser.press("Sign in", email=address, password=password, **fields)


def forgot(browser, address=READER):
    """Ask for a link to choose a new password."""
    browser.open("/account/forgot/")
    return browser.press("Send me a link", email=address)


def is_signed_in(browser):
    """Whether the account page opens."""
    return browser.open("/account/").title == "My account"


def text_of(mail):
    """What a person reads in a queued mail."""
    message = email.message_from_bytes(mail.message, policy=email.policy.default)
    return message.get_body(("plain",)).get_content()


def link_in(mail):
    """The path of the one link in a queued mail; the HTML twin has the same."""
    links = set(re.findall(r"http://localhost(/\S+)", text_of(mail)))
    assert len(links) == 1, links
    message = email.message_from_bytes(mail.message, policy=email.policy.default)
    link = links.pop()
    assert link in message.get_body(("html",)).get_content()
    return link


def cookie_of(browser):
    """The session cookie as a thief would copy it."""
    return browser.client.get_cookie("masthead").value


def carry(browser, cookie):
    """Put a copied cookie into another browser."""
    browser.client.set_cookie("masthead", cookie)
