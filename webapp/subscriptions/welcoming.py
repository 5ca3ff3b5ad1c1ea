"""Welcoming: a mail of the list to each who has just confirmed it, where one is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from .. import clock, throttle
from ..mail import outbox
from ..mail.composing import compose_with
from ..mail.flattening import to_text
from ..mail.headers import prepared
from ..mail.models import OutgoingMail
from ..templating import public_url
from . import heading
from .links import InertLinks, LetterLinks, Links
from .models import MailingList, Subscriber, Subscription

KIND = "subscriptions/welcome"


def welcome(joined: Sequence[Subscription]) -> None:
    """Queue the welcome of each list to those who joined it.

    ``joined`` were confirmed in this transaction, which holds them locked: of two that confirm
    the same at once only one has any, so nobody is welcomed twice for one subscription.
    """
    for one in joined:
        if one.mailing_list.has_welcome:
            at = one.confirmed_at or clock.now()
            _write(one.mailing_list, one.subscriber, LetterLinks(), at)


def welcome_at_once(joined: Sequence[Subscription]) -> None:
    """The same for who joined without a mail that asked before: their address’s limit holds."""
    greeting = [one for one in joined if one.mailing_list.has_welcome]
    if greeting and throttle.may_mail(greeting[0].subscriber.email):
        welcome(greeting)


def send_test(mailing_list: MailingList, address: str) -> None:
    """Queue the welcome to one address, marked as a test; its links change nothing."""
    nobody = Subscriber(id=0, email=address, link_version=0)
    _write(mailing_list, nobody, InertLinks(), clock.now(), mark="[Test] ")
    mailing_list.note_test(clock.now())


def _write(
    mailing_list: MailingList, to: Subscriber, links: Links, at: dt.datetime, mark: str = ""
) -> OutgoingMail:
    leave = links.unsubscribe(to.id, mailing_list.id)
    fields = [
        *heading.sender_fields(mailing_list),
        *heading.list_fields(mailing_list),
        prepared("List-Unsubscribe", f"<{leave}>"),
    ]
    written = compose_with(
        fields,
        KIND,
        to.email,
        mailing_list=mailing_list,
        welcome={"subject": mailing_list.welcome_subject, "body": mailing_list.welcome_body},
        mark=mark,
        text=to_text(mailing_list.welcome_body).strip(),
        email=to.email,
        confirmed_at=at,
        leave=leave,
        preferences=links.preferences(to.id, to.link_version),
        archive=_archive_url(mailing_list),
    )
    return outbox.queue_ready(KIND, to.email, written.subject, written.content)


def _archive_url(mailing_list: MailingList) -> str:
    """Where past letters stand: the list’s own page, if it has one."""
    if mailing_list.has_page:
        return public_url("campaigns.list_", slug=mailing_list.slug)
    return public_url("campaigns.newsletters")
