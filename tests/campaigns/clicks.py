"""Letters that arrive with counted links, and visitors who follow them."""

from __future__ import annotations

import datetime as dt
import email
import re

import pytest
from sqlalchemy import func, select

from tests.campaigns.sends import campaign, launch, make_letter, send
from webapp.campaigns.models import Campaign, Delivery
from webapp.campaigns.reactions import rolling
from webapp.campaigns.reactions.models import Click, ClickCount
from webapp.campaigns.reactions.receiving import WAITING
from webapp.extensions import db

PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
BODY = (
    '<p><a href="https://paper.example/2026/05/orchard/">Orchard</a> and '
    '<a href="https://other.example/?a=1&amp;b=2">another</a>, and again '
    '<a href="https://other.example/?a=1&amp;b=2">the other</a>, and '
    '<a href="mailto:desk@paper.example">write to us</a>.</p>'
)
ADDRESS = re.compile(r"https://paper\.example(/letters/(?:to|seen)/[^\s\"<>]+)")


@pytest.fixture
def letters(server, in_context):
    """Sends a letter to two readers of a list that counts as told; the two as they arrived."""

    def arrive(number=2, body=BODY, **measures):
        campaign_id, _ = make_letter(number, body=body)
        mailing_list = campaign(campaign_id).mailing_list
        for name, measure in measures.items():
            setattr(mailing_list, name, measure)
        db.session.commit()
        launch(campaign_id)
        send(campaign_id)
        return campaign_id, [email.message_from_bytes(one.raw) for one in server.taken]

    return arrive


@pytest.fixture
def visit(in_context):
    """Follows links as a browser, or another program, does; what was gathered is written at once."""

    def follow(path, method="get", *, agent=PERSON, network="203.0.113.7", **headers):
        client = in_context.test_client()
        headers = {"User-Agent": agent} | headers
        answer = getattr(client, method)(
            path,
            headers=headers,
            base_url="https://paper.example",
            environ_base={"REMOTE_ADDR": network},
        )
        in_context.extensions[WAITING].write()
        return answer

    return follow


def parts(message):
    """The text and the HTML of a letter."""
    return [
        part.get_payload(decode=True).decode() for part in message.walk() if not part.is_multipart()
    ]


def addresses(message):
    """The counted links of its HTML, in order, each once."""
    return list(dict.fromkeys(ADDRESS.findall(parts(message)[1])))


def later(seconds=120):
    """Let that much time pass for what was gathered, and roll it up."""
    db.session.rollback()
    for click in db.session.scalars(select(Click)):
        click.at -= dt.timedelta(seconds=seconds)
    for table, column in ((Campaign, "launched_at"), (Delivery, "settled_at")):
        for row in db.session.scalars(select(table)):
            setattr(row, column, getattr(row, column) - dt.timedelta(seconds=2 * seconds))
    db.session.commit()
    while rolling.roll_up():
        db.session.commit()
    db.session.commit()


def counts():
    """People and machines, over all links."""
    query = select(func.sum(ClickCount.people), func.sum(ClickCount.machines))
    found = tuple(number or 0 for number in db.session.execute(query).one())
    db.session.rollback()
    return found
