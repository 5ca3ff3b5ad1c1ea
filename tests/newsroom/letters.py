"""What staff do with a letter, in steps that several tests share."""

from __future__ import annotations

import threading

from webapp.campaigns import sending

LETTER = {"subject": "The first orchard", "preheader": "Eight days", "body": "<p>In May.</p>"}


def write(keeper, **more):
    keeper.open("/newsroom/campaigns/new/?list=the-week")
    return keeper.press("Save letter", **(LETTER | more))


def account(page):
    """The sum as it is written out: audience first, then the seven states."""
    return [int(number.get_text().replace(",", "")) for number in page.all(".sum__number")]


def work_off(app, campaign_id=1):
    with app.app_context():
        sending.send(campaign_id, threading.Event())
