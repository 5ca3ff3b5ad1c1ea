"""What staff do with a letter, in steps that several tests share."""

from __future__ import annotations

import threading

from webapp.campaigns import sending

LETTER = {"subject": "The first orchard", "preheader": "Eight days"}
BODY = "<p>In May.</p>"


def write(keeper, *, body=BODY, **more):
    """A letter of one text; its own page."""
    begin(keeper, **more)
    return keeper.press("Save letter", **{"b1-html": body})


def begin(keeper, **more):
    """A letter with nothing in it yet; the page on which it is put together."""
    keeper.open("/newsroom/campaigns/new/?list=the-week")
    return keeper.press("Save letter", **(LETTER | more))


def account(page):
    """The sum as it is written out: audience first, then the seven states."""
    return [int(number.get_text().replace(",", "")) for number in page.all(".sum__number")]


def work_off(app, campaign_id=1):
    with app.app_context():
        sending.send(campaign_id, threading.Event())
