"""A worker killed while it sends what readers follow: nobody gets another’s stories, or any twice."""

from __future__ import annotations

import signal
import time

from tests.campaigns.digesting import make_digest, run, story
from tests.campaigns.sends import has_sent, recover, send, totals
from tests.campaigns.working import wait_for
from tests.makers import make_account, make_section
from webapp.campaigns.stories import following
from webapp.extensions import db
from webapp.reading.following import follow

READERS, UNKNOWN = 160, 8  # as many as there may be connections
STORIES = ("Of the nation", "Of a game")


def make_letter():
    """A digest; of each four readers one follows nothing, one the nation, one sport, one both."""
    list_id = make_digest(READERS, is_followed=True)
    sections = [make_section("nation", "Nation"), make_section("sports", "Sports")]
    for headline, section in zip(STORIES, sections, strict=True):
        story(headline, 2, section)
    for number in range(1, READERS + 1):
        account = make_account(f"reader{number}@example.org")
        for section in followed(number, sections):
            follow(account.id, "section", section.id)
    made = run(list_id).id
    db.session.rollback()  # nothing is held that the worker waits for
    return made


def followed(number, things):
    """Which of two things the reader of a number follows."""
    return [thing for place, thing in enumerate(things) if number >> place & 1]


def test_a_killed_worker_mixes_up_no_stories(server, start_sender):
    number = make_letter()
    server.script.pause = 0.05
    process = start_sender(number)
    wait_for(lambda: len(server.taken) >= READERS // 8, 60)
    process.send_signal(signal.SIGKILL)
    process.wait()
    time.sleep(0.2)  # what the server had in hand
    recover()
    server.script.pause = 0
    while not has_sent(number):
        send(number)

    found = totals(number)
    assert found.skipped == {following.FOLLOWS_NOTHING: READERS // 4}
    assert found.unknown <= UNKNOWN
    assert found.sent + found.unknown == READERS * 3 // 4
    assert max(server.counts().values()) == 1, "somebody got it twice"
    for one in server.taken:
        text = one.message.get_body(("plain",)).get_content()
        reader = int(one.recipient.partition("@")[0].removeprefix("reader"))
        assert [title for title in STORIES if title in text] == followed(reader, STORIES)
