"""A list of the size of a small town: everyone once, each with links of their own."""

from __future__ import annotations

import re

from sqlalchemy import insert

from tests.campaigns.sends import launch, send, totals
from tests.makers import make_list
from webapp import clock
from webapp.campaigns import drafting
from webapp.extensions import db
from webapp.subscriptions.models import Subscriber, Subscription

READERS = 10_000
LEAVE = re.compile(rb"List-Unsubscribe: <(https://paper\.example/unsubscribe/[^>]+/)>")


def test_ten_thousand_readers_get_one_letter_each_with_their_own_links(server):
    now, weekly = clock.now(), make_list("week", "The Week")
    numbers = range(1, READERS + 1)
    people = [{"id": n, "email": f"reader{n}@example.org", "confirmed_at": now} for n in numbers]
    joined = {"list_id": weekly.id, "source": "import", "confirmed_at": now}
    db.session.execute(insert(Subscriber), people)
    db.session.execute(insert(Subscription), [joined | {"subscriber_id": n} for n in numbers])
    campaign_id = drafting.draft(weekly, "News", "<p>Fifty-two hours.</p>").id
    db.session.commit()
    launch(campaign_id)
    assert send(campaign_id) == ""
    assert totals(campaign_id).sent == READERS
    assert server.counts() == {person["email"]: 1 for person in people}
    links = {LEAVE.search(taken.raw.replace(b"\r\n ", b" "))[1] for taken in server.taken}
    paths = {taken.sender for taken in server.taken}
    assert len(links) == len(paths) == READERS
