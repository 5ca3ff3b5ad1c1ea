"""The demo's letters: those that went out to nobody and stand in the archive, and a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import render_template_string
from sqlalchemy import select

from .. import clock
from ..campaigns.blocks import taking
from ..campaigns.blocks.kinds import Answer, Block, Button, Divider, Lead, Poll, StoryList, Text
from ..campaigns.drafting import draft, draft_of
from ..campaigns.launching import next_issue
from ..campaigns.models import Campaign
from ..campaigns.states import CampaignState
from ..extensions import db
from ..reading.listing import CARD
from ..reading.models import Article
from ..subscriptions.models import MailingList
from ..templating import public_url
from .manuscripts import HERE

# When each list leaves, as its cadence says: weekdays, Monday being 0, and the hour.
LEAVES = {"the-morning-brief": (range(5), 7), "the-week": ((5,), 9)}
ANY_DAY = range(7), 8
SENDING_TAKES = dt.timedelta(minutes=5)


def load_letters(written: Sequence[dict[str, Any]], anchor: dt.datetime) -> None:
    """Put the past issues into the archive, the oldest of a list as its No. 1."""
    lists = {one.slug: one for one in db.session.scalars(select(MailingList))}
    dated = [(_leaving(issue, anchor), issue) for issue in written]
    for at, issue in sorted(dated, key=lambda pair: pair[0]):
        _send(issue, lists[issue["list"]], at)


def _send(issue: dict[str, Any], mailing_list: MailingList, at: dt.datetime) -> Campaign:
    layout = (HERE / "letter.html").read_text(encoding="utf-8")
    html = render_template_string(
        layout, words=issue["body"], stories=_stories(issue), picture=_picture
    )
    campaign = draft(mailing_list, issue["subject"], html, preheader=issue["preheader"])
    campaign.created_at, campaign.is_sample = at, issue.get("sample", False)
    campaign.launch(next_issue(mailing_list.id), 0, at)
    campaign.state, campaign.finished_at = CampaignState.SENT, at + SENDING_TAKES
    db.session.flush()
    return campaign


def _leaving(issue: dict[str, Any], anchor: dt.datetime) -> dt.datetime:
    """The first of its list's days on which all its stories are out, and never after now."""
    days, hour = LEAVES.get(issue["list"], ANY_DAY)
    ready = max(story.published_at or anchor for story in _stories(issue)) + SENDING_TAKES
    earliest = max(ready, anchor - dt.timedelta(days=issue["days_ago"]))
    day = earliest.astimezone(anchor.tzinfo).replace(hour=hour, minute=0, second=0, microsecond=0)
    while day < earliest or day.weekday() not in days:
        day += dt.timedelta(days=1)
    return day if day <= clock.now() else ready


def _stories(issue: dict[str, Any]) -> list[Article]:
    """The stories a letter leads to, in its order."""
    found = db.session.scalars(
        select(Article).where(Article.slug.in_(issue["stories"])).options(*CARD)
    )
    return sorted(found, key=lambda story: issue["stories"].index(story.slug))


def _picture(image: Any) -> str:
    return public_url("reading.picture", key=image.key, file="card.jpg")


def load_draft(written: dict[str, Any]) -> Campaign:
    """A letter that somebody is still at work on, with blocks of most kinds."""
    slug = MailingList.slug == written["list"]
    mailing_list = db.session.scalars(select(MailingList).where(slug)).one()
    about = written["subject"], _blocks(written)
    return draft_of(mailing_list, *about, preheader=written["preheader"])


def _blocks(written: dict[str, Any]) -> list[Block]:
    lead = [taking.story(one) for one in _stories({"stories": [written["lead"]]})]
    others = [taking.story(one) for one in _stories(written)]
    answers = [
        Answer(words, public_url("reading.section", slug=slug))
        for words, slug in written["answers"]
    ]
    return [
        Text(1, written["words"]),
        Lead(2, tuple(lead)),
        StoryList(3, written["heading"], stories=tuple(others)),
        Divider(4),
        Poll(5, written["question"], tuple(answers)),
        Button(6, "Read all of them", public_url("reading.all_stories")),
    ]
