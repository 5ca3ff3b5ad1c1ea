"""What a reader does, in steps that several tests share."""

from __future__ import annotations

import email
import email.policy
import re
import threading

import pyotp

from tests.makers import PASSWORD, SECRET
from tests.passes import pass_of
from webapp import clock
from webapp.extensions import db
from webapp.outcomes import Outcome
from webapp.web import Visit

READER = "reader@example.com"
VISIT = Visit("192.0.2.7", "")
NEW_PASSWORD = "seven grey herons on the ice"


def register(browser, address=READER, password=NEW_PASSWORD, **options):
    """Ask for an account."""
    browser.open("/account/register/")
    return browser.press("Register", email=address, password=password, **options)


def sign_in(browser, address=READER, password=PASSWORD, *, path="/account/sign-in/", **fields):
    """Sign in through the form."""
    browser.open(path)
    return browser.press("Sign in", email=address, password=password, **fields)


def enter(browser, address=READER, **options):
    """Be signed in with two factors, as the newsroom asks, without going through the forms."""
    browser.client.set_cookie(*pass_of(browser.client.application, address, **options))


def digits(moment=None, secret=SECRET):
    """What the authenticator app of ``make_authenticator`` shows, now or at a moment."""
    return pyotp.TOTP(secret).at(moment or clock.now())


def second_step(browser, code, **options):
    """Type a code on the page of the second step."""
    return browser.press("Go on", code=code, **options)


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


def token_in(mail):
    """The token in the one link of a mail."""
    return link_in(mail).rstrip("/").rsplit("/", 1)[1]


def at_once(app, *works):
    """Do each piece of work in a thread and a transaction of its own, all beginning together.

    What each returned, or the outcome it raised, in their order.
    """
    start, results = threading.Barrier(len(works)), [None] * len(works)

    def run(number, work):
        with app.app_context():
            start.wait()
            try:
                results[number] = work()
                db.session.commit()
            except Outcome as outcome:
                results[number] = outcome
            db.session.remove()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
